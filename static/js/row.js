// The row page: saves as one types, keeps a copy in this browser until the server has it, marks what must be confirmed.
// Without this script the buttons of the form do the same, more slowly.
"use strict";

(() => {
  const form = document.getElementById("row-form");
  const row = form.dataset.row;
  const IDLE_MS = 1000;
  const RETRY_MS = [3000, 10000, 30000];

  let edits = 0; // grows with every change
  let savedEdits = 0; // what the server has
  let sentEdits = null; // what is under way; null: nothing
  let sentFields = null; // the fields of what is under way, or of what was sent last and never answered
  let sentTicks = []; // the confirmations in it
  let unanswered = false; // sentFields were sent, and no answer came: they go again before anything newer
  let unansweredEdits = 0;
  let stopped = false; // signed out or in conflict: only the person can go on
  let leaving = false; // the page is on its way out
  let afterAnswer = null; // what to do once the answer is there
  let failures = 0;
  let timer = null;
  let explaining = null; // the finding (its key) whose explanation is to go with the next request
  let sentExplaining = null;

  // Explanations of findings have buttons of their own, and doubts.js keeps them.
  const isExplanation = (element) => element.name?.startsWith("explain_");

  const version = () => form.elements.namedItem("version");
  const setStatus = (text, kind = "") => {
    const status = document.getElementById("save-status");
    const line = document.createElement("span");
    line.textContent = text;
    if (kind) line.className = `status-${kind}`;
    status.replaceChildren(line);
  };

  // Fields and the browser's copy

  /** What the person has entered, by field name. */
  function fields() {
    const found = {};
    for (const element of form.elements) {
      if (!element.name || element.type === "hidden" || element.tagName === "BUTTON" || element.name === "confirm") continue;
      if (isExplanation(element)) continue;
      if (element.type === "radio") {
        if (element.checked) found[element.name] = element.value;
      } else if (element.type === "checkbox") {
        found[element.name] = element.checked;
      } else if (element.tagName !== "FIELDSET") {
        found[element.name] = element.value;
      }
    }
    return found;
  }

  function fill(values) {
    for (const element of form.elements) {
      if (!(element.name in values)) continue;
      if (element.type === "radio") element.checked = element.value === values[element.name];
      else if (element.type === "checkbox") element.checked = values[element.name];
      else element.value = values[element.name];
    }
  }

  /** Whether a field no longer holds what the server rendered into it. */
  function differsFromServer(element) {
    if (isExplanation(element)) return false;
    if (["checkbox", "radio"].includes(element.type)) return element.checked !== element.defaultChecked;
    return ["text", "textarea"].includes(element.type) && element.value !== element.defaultValue;
  }

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  const ticks = () => Array.from(form.querySelectorAll("[name=confirm]:checked"), (box) => box.value);

  function keep() {
    try {
      window.drafts.write(row, {
        number: form.dataset.number,
        version: version().value,
        fields: fields(),
        sent: sentFields,
      });
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      setStatus("В браузере нет места для копии текста: дождитесь надписи «Сохранено».", "warning");
    }
  }

  async function restore() {
    await window.drafts.ready;
    const draft = await window.drafts.take(row);
    if (!draft) return;
    if (same(draft.fields, fields())) {
      window.drafts.remove(row);
      return;
    }
    fill(draft.fields);
    version().value = draft.version;
    edits += 1;
    if (draft.sent) {
      sentFields = draft.sent;
      unanswered = true;
      unansweredEdits = same(draft.sent, draft.fields) ? edits : edits - 1;
    }
    setStatus("Возвращён текст, который не успел сохраниться.", "warning");
    redraw();
    save();
  }

  // Saving: one request at a time

  function changed() {
    edits += 1;
    if (!stopped && sentEdits === null) setStatus("");
    keep();
    if (!stopped) schedule(IDLE_MS);
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  function save() {
    clearTimeout(timer);
    if (leaving || stopped || sentEdits !== null || edits === savedEdits) return;
    if (unanswered) {
      sentEdits = unansweredEdits;
      sentTicks = [];
    } else {
      sentEdits = edits;
      sentFields = fields();
      sentTicks = ticks();
    }
    sentExplaining = unanswered ? null : explaining;
    keep();
    setStatus("Сохраняется…");
    window.htmx.trigger(form, "autosave");
  }

  // What was never answered goes again word by word: if the server has it already, it answers with the new version.
  form.addEventListener("htmx:configRequest", (event) => {
    if (event.target !== form) return;
    const parameters = event.detail.parameters;
    if (sentExplaining) parameters.set("explain", sentExplaining);
    if (!unanswered) return;
    parameters.delete("confirm");
    for (const [name, value] of Object.entries(sentFields)) {
      parameters.delete(name);
      if (value === true) parameters.append(name, "on");
      else if (value !== false) parameters.append(name, value);
    }
  });

  function saved(newTicks) {
    failures = 0;
    unanswered = false;
    savedEdits = sentEdits;
    sentEdits = null;
    sentFields = null;
    if (explaining === sentExplaining) explaining = null;
    else edits += 1;
    // A tick that was set while the request was under way came back unset.
    for (const box of form.querySelectorAll("[name=confirm]")) box.checked = newTicks.includes(box.value);
    if (edits === savedEdits) removeUnprintable();
    const hasErrors = "errors" in document.getElementById("row-state").dataset;
    if (edits === savedEdits && !hasErrors) window.drafts.remove(row);
    else keep();
    if (edits !== savedEdits) {
      setStatus("");
      schedule(IDLE_MS);
    }
    mark();
  }

  function failed(status) {
    const lost = sentEdits;
    sentEdits = null;
    const again = document.getElementById("sign-in-again");
    if (again) again.href = form.dataset.login;
    unanswered = status === 0;
    if (unanswered) unansweredEdits = lost;
    else sentFields = null;
    keep();
    if ([401, 403, 409].includes(status)) {
      // A sentence from the server stands in the status line already.
      stopped = true;
    } else if ([400, 404, 413].includes(status)) {
      const reason = status === 404 ? "строка вам больше не видна" : "он слишком длинный";
      setStatus(`Портал не принял текст: ${reason}. Копия хранится в этом браузере.`, "error");
    } else {
      const what = status ? "Ошибка портала" : "Нет связи с порталом";
      setStatus(`${what}. Текст сохранён в этом браузере; попробую ещё раз сам.`, "error");
      schedule(RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]);
      failures += 1;
    }
  }

  form.addEventListener("input", (event) => isExplanation(event.target) || changed());
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=explain]");
    if (!button || stopped) return;
    event.preventDefault();
    explaining = button.value;
    edits += 1;
    if (sentEdits === null) save();
  });
  let ticksBeforeSwap = [];
  form.addEventListener("htmx:beforeSwap", () => {
    ticksBeforeSwap = ticks().filter((value) => !sentTicks.includes(value));
  });
  // A number that was entered in another item comes with the answer; what was typed since the request left stays.
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const inputs = event.detail.target.querySelectorAll?.("input") ?? [];
    if (!event.detail.target.matches?.(".indicator-input") || !sentFields) return;
    const now = fields();
    if (Array.from(inputs).some((input) => now[input.name] !== sentFields[input.name])) event.detail.shouldSwap = false;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    if (event.detail.successful) saved(ticksBeforeSwap);
    else failed(event.detail.xhr.status);
    const next = afterAnswer;
    afterAnswer = null;
    // Without a connection there is nothing to go to: better to stay with the text.
    if (next && event.detail.xhr.status) next();
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type !== "text") return;
    event.preventDefault();
    const numbers = [...form.querySelectorAll("input[type=text]")];
    (numbers[numbers.indexOf(event.target) + 1] || form.querySelector(".savebar button")).focus();
    save();
  });

  // Leaving

  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (sentEdits !== null) {
      // An answer is under way, and with it the version that this submission must name.
      event.preventDefault();
      const button = event.submitter;
      afterAnswer = () => form.requestSubmit(button);
      return;
    }
    leaving = true;
    sentFields = fields();
    keep();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (!link || !plain || link.target || event.defaultPrevented || stopped || edits === savedEdits) return;
    if (link.origin !== location.origin) return;
    event.preventDefault();
    afterAnswer = () => {
      location.href = link.href;
    };
    save();
  });
  window.addEventListener("pagehide", () => {
    if (leaving || stopped || sentEdits !== null || unanswered || edits === savedEdits) return;
    sentFields = fields();
    keep();
    // If it does not fit or does not arrive, the draft is there.
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {});
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.code === "KeyS") {
      event.preventDefault();
      save();
    }
  });

  // Numbers and dates of last year, marked behind the text

  const marks = new Map(); // textarea id -> {text, spans}

  /** Move the marks along with an edit: those before and after the changed stretch stay, those inside go. */
  function shift(known, text) {
    const old = known.text;
    let start = 0;
    while (start < old.length && start < text.length && old[start] === text[start]) start += 1;
    let tail = 0;
    const room = Math.min(old.length, text.length) - start;
    while (tail < room && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail += 1;
    const moved = text.length - old.length;
    known.spans = known.spans
      .filter((span) => span.end <= start || span.start >= old.length - tail)
      .map((span) => (span.end <= start ? span : { ...span, start: span.start + moved, end: span.end + moved }));
    known.text = text;
  }

  function draw(area) {
    const known = marks.get(area.id);
    const backdrop = area.parentElement.querySelector(".backdrop");
    const pieces = [];
    let at = 0;
    for (const span of known.spans) {
      const piece = document.createElement("mark");
      piece.textContent = known.text.slice(span.start, span.end);
      pieces.push(known.text.slice(at, span.start), piece);
      at = span.end;
    }
    backdrop.replaceChildren(...pieces, known.text.slice(at), "\n");
  }

  /** Positions count characters as Python does; JavaScript counts an emoji as two. */
  function unitsBefore(text, position) {
    return Array.from(text).slice(0, position).join("").length;
  }

  function mark() {
    for (const area of form.querySelectorAll(".marked textarea")) {
      const astral = /[\ud800-\udbff]/.test(area.value);
      const place = (position) => (astral ? unitsBefore(area.value, position) : position);
      const spans = Array.from(form.querySelectorAll(`[name=confirm][data-field="${area.id}"]`), (box) => ({
        start: place(Number(box.dataset.start)),
        end: place(Number(box.dataset.end)),
      }));
      // What was typed since the request left is not what the server's positions speak of.
      if (edits !== savedEdits && marks.has(area.id)) continue;
      marks.set(area.id, { text: area.value, spans });
      draw(area);
    }
  }

  function fit(area) {
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }

  /** The field grows with its text: keep the line that is being written above the bar of buttons. */
  function revealCaret(area) {
    const texts = document.createTreeWalker(area.parentElement.querySelector(".backdrop"), NodeFilter.SHOW_TEXT);
    let left = area.selectionEnd;
    while (texts.nextNode() && left > texts.currentNode.length) left -= texts.currentNode.length;
    const before = document.createRange(); // the character before the caret
    before.setStart(texts.currentNode, Math.max(0, Math.min(left, texts.currentNode.length) - 1));
    before.setEnd(texts.currentNode, Math.min(left, texts.currentNode.length));
    const line = [...before.getClientRects()].pop();
    if (!line) return;
    const nextLine = before.toString() === "\n" ? line.height : 0;
    const bar = form.querySelector(".savebar").getBoundingClientRect().top;
    const hidden = line.bottom + nextLine + 12 - bar;
    if (hidden > 0) window.scrollBy({ top: hidden + 24, behavior: "instant" });
  }

  // What the server takes out of a text goes from the field, too: otherwise it would be told of again and again.
  const UNPRINTABLE = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufdd0-\ufdef\ufffe\uffff]/g;

  function removeUnprintable() {
    for (const area of form.querySelectorAll(".marked textarea")) {
      const clean = area.value.replace(UNPRINTABLE, "");
      if (clean === area.value) continue;
      const caret = area.value.slice(0, area.selectionEnd).replace(UNPRINTABLE, "").length;
      area.value = clean;
      area.setSelectionRange(caret, caret);
    }
  }

  for (const area of form.querySelectorAll(".marked textarea")) {
    const backdrop = document.createElement("div");
    backdrop.className = "backdrop";
    backdrop.setAttribute("aria-hidden", "true");
    area.before(backdrop);
    area.addEventListener("input", () => {
      fit(area);
      shift(marks.get(area.id), area.value);
      draw(area);
      revealCaret(area);
    });
    fit(area);
  }
  window.addEventListener("resize", () => form.querySelectorAll(".marked textarea").forEach(fit));

  // A click on a number in the list shows it in the text.
  form.addEventListener("click", (event) => {
    const number = event.target.closest("#confirm mark");
    if (!number) return;
    event.preventDefault();
    const box = document.getElementById(number.closest("label").htmlFor);
    const area = document.getElementById(box.dataset.field);
    area.focus();
    area.setSelectionRange(Number(box.dataset.start), Number(box.dataset.end));
  });

  // Expected result

  const expected = document.getElementById("take-expected");
  if (expected) {
    const result = form.elements.namedItem("result");
    const offer = () => {
      expected.hidden = result.value.trim() !== "";
    };
    expected.addEventListener("click", (event) => {
      event.preventDefault();
      result.value = document.getElementById("expected-text").textContent;
      result.dispatchEvent(new Event("input", { bubbles: true }));
      result.focus();
    });
    result.addEventListener("input", offer);
    offer();
  }

  function redraw() {
    form.querySelectorAll(".marked textarea").forEach(fit);
    mark();
  }

  redraw();
  // htmx takes up the form at this event, before us: its script stands first.
  document.addEventListener("DOMContentLoaded", async () => {
    if (form.dataset.dirty) {
      // The server has just given back what it could not take: that is newer than any draft.
      await window.drafts.ready;
      await window.drafts.take(row);
      edits += 1;
      keep();
    } else await restore();
    // Somebody may have been faster than this script.
    if (edits === 0 && Array.from(form.elements).some(differsFromServer)) changed();
  });
})();
