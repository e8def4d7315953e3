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
  let sentFields = null;
  let stopped = false; // signed out or in conflict: only the person can go on
  let submitting = false; // the form itself is leaving the page
  let afterAnswer = null; // the button to press once the answer is there
  let failures = 0;
  let timer = null;

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

  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

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

  function restore() {
    const draft = window.drafts.take(row);
    if (!draft) return;
    const shown = fields();
    if (same(draft.fields, shown)) {
      window.drafts.remove(row);
      return;
    }
    // The server may have got the text whose arrival this browser never heard of: then it is ours to go on from.
    const ours = draft.sent && same(draft.sent, shown);
    fill(draft.fields);
    if (!ours) version().value = draft.version;
    edits += 1;
    setStatus("Возвращён текст, который не успел сохраниться.", "warning");
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
    if (stopped || sentEdits !== null || edits === savedEdits) return;
    sentEdits = edits;
    sentFields = fields();
    keep();
    setStatus("Сохраняется…");
    window.htmx.trigger(form, "autosave");
  }

  function saved() {
    failures = 0;
    savedEdits = sentEdits;
    sentEdits = null;
    sentFields = null;
    if (edits === savedEdits) window.drafts.remove(row);
    else {
      keep();
      schedule(IDLE_MS);
    }
    mark();
  }

  function failed(status) {
    sentEdits = null;
    const again = document.getElementById("sign-in-again");
    if (again) again.href = form.dataset.login;
    if ([401, 403, 409].includes(status)) {
      // A sentence from the server stands in the status line already.
      stopped = true;
      return;
    }
    if ([400, 413].includes(status)) {
      setStatus("Портал не принял текст: он слишком длинный. Копия хранится в этом браузере.", "error");
      return;
    }
    const delay = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
    failures += 1;
    setStatus("Нет связи с порталом. Текст сохранён в этом браузере; попробую ещё раз сам.", "error");
    schedule(delay);
  }

  form.addEventListener("input", changed);
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.target !== form) return;
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (event.detail.successful) saved();
    else failed(status);
    if (afterAnswer) {
      const button = afterAnswer;
      afterAnswer = null;
      form.requestSubmit(button);
    }
  });
  window.addEventListener("online", save);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
  window.addEventListener("pagehide", () => {
    if (edits === savedEdits || stopped || sentEdits !== null || submitting) return;
    sentFields = fields();
    keep();
    const body = new URLSearchParams(new FormData(form));
    fetch(form.action, { method: "POST", body, keepalive: true, headers: { "HX-Request": "true" } });
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (sentEdits !== null) {
      // An answer is under way, and with it the version that this submission must name.
      event.preventDefault();
      afterAnswer = event.submitter;
      return;
    }
    submitting = true;
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

  for (const area of form.querySelectorAll(".marked textarea")) {
    const backdrop = document.createElement("div");
    backdrop.className = "backdrop";
    backdrop.setAttribute("aria-hidden", "true");
    area.before(backdrop);
    area.addEventListener("input", () => {
      fit(area);
      shift(marks.get(area.id), area.value);
      draw(area);
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

  mark();
  // htmx takes up the form at this event, before us: its script stands first.
  document.addEventListener("DOMContentLoaded", () => {
    if (form.dataset.dirty) edits += 1;
    else restore();
    form.querySelectorAll(".marked textarea").forEach(fit);
  });
})();
