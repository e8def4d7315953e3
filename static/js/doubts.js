// What the checks ask beside the fields of a row. A save answers with what is asked now; shown at once is what does not
// disturb: nothing new jumps up at the field in which somebody is typing, and nothing moves under the caret.
// Explanations that are being typed are kept in this browser until the server has them.
"use strict";

(() => {
  const form = document.getElementById("row-form");
  const wanted = new Map(); // slot id -> the slot as the server sent it, as long as not all of it is shown
  const TYPED = "textarea, input[type=text]";
  const prefix = `explain:${document.body.dataset.user}:${form.dataset.row}:`;

  /** The field in which somebody is typing, or null. */
  function typing() {
    const active = document.activeElement;
    return active && form.contains(active) && active.matches(TYPED) ? active : null;
  }

  const area = (doubt) => doubt.querySelector("textarea");
  /** What was typed into the explanation and is not with the server. */
  const unsaved = (doubt) => (area(doubt) && area(doubt).value !== area(doubt).defaultValue ? area(doubt).value : "");

  // Showing

  /** Take away what is not asked any more; above the caret only its look, so that the caret stays where it is. */
  function takeAway(slot, fresh, active) {
    for (const doubt of slot.querySelectorAll(".doubt")) {
      if (fresh.querySelector(`[id="${doubt.id}"]`) || unsaved(doubt)) continue;
      const isAbove = doubt.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING;
      if (isAbove) doubt.classList.add("doubt-solved");
      else doubt.remove();
    }
  }

  /** Show the slot as the server sent it, with what was typed and opened in it. */
  function replace(slot, fresh) {
    for (const old of slot.querySelectorAll(".doubt")) {
      const renewed = fresh.querySelector(`[id="${old.id}"]`);
      if (!renewed) {
        if (unsaved(old)) keepGone(old, fresh);
      } else if (old.dataset.state === renewed.dataset.state) {
        renewed.replaceWith(old);
        old.classList.remove("doubt-solved");
      } else if (unsaved(old) && area(renewed) && unsaved(old) !== area(renewed).value) {
        area(renewed).value = unsaved(old);
        renewed.querySelector("details").open = true;
      }
    }
    const hints = fresh.querySelector(".doubt-hints");
    if (hints) hints.open = Boolean(slot.querySelector(".doubt-hints")?.open);
    const focused = slot.contains(document.activeElement) && document.activeElement.closest(".doubt")?.id;
    slot.replaceChildren(...fresh.childNodes);
    // A button that was pressed is gone with its explanation: go on from the line that stands in its place.
    if (focused) document.getElementById(focused)?.querySelector("summary")?.focus();
  }

  /** The question is settled while its explanation was being written: the words stay until the page is left. */
  function keepGone(old, fresh) {
    old.querySelector(".doubt-text").textContent =
      "Этот вопрос снят, объяснять его не нужно. Набранное не записано: скопируйте его, если оно пригодится.";
    old.querySelector("button")?.remove();
    area(old).removeAttribute("name");
    area(old).readOnly = true;
    fresh.append(old);
  }

  /** Whether the slot as it was sent has a doubt that is not shown as it is. */
  function bringsNew(slot, fresh) {
    return [...fresh.querySelectorAll(".doubt")].some(
      (doubt) => slot.querySelector(`[id="${doubt.id}"]`)?.dataset.state !== doubt.dataset.state,
    );
  }

  function show(id, isLeaving) {
    const slot = document.getElementById(id);
    const fresh = wanted.get(id);
    const active = typing();
    const isOwn = active && active.closest(".indicator, .field, .doubts").contains(slot);
    const isAbove = active && slot.compareDocumentPosition(active) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (isOwn || (isAbove && !isLeaving && !bringsNew(slot, fresh))) {
      takeAway(slot, fresh, active);
      return;
    }
    keepingPlace(() => replace(slot, fresh));
    wanted.delete(id);
  }

  /** Change something, and scroll so that the field in which somebody is typing stays where it is on the screen. */
  function keepingPlace(change) {
    const active = typing();
    const before = active && active.getBoundingClientRect().top;
    change();
    if (active) window.scrollBy({ top: active.getBoundingClientRect().top - before, behavior: "instant" });
  }

  const FORMS = [
    ["doubt-1", { one: "ошибка", few: "ошибки", many: "ошибок" }],
    ["doubt-2", { one: "вопрос", few: "вопроса", many: "вопросов" }],
    ["doubt-3", { one: "подсказка", few: "подсказки", many: "подсказок" }],
  ];
  const rule = new Intl.PluralRules("ru");

  function count() {
    const parts = [];
    for (const [level, words] of FORMS) {
      const found = form.querySelectorAll(`.${level}:not(.doubt-answered, .doubt-solved)`).length;
      if (found) parts.push(`${found} ${words[rule.select(found)]}`);
    }
    const said = parts.length ? `Проверка: ${parts.join(", ")}` : "";
    const total = document.getElementById("doubt-count");
    if (total.textContent !== said) total.textContent = said; // what stays the same is not announced again
  }

  /** `isLeaving`: the caret has just gone elsewhere. */
  function showAll(isLeaving) {
    for (const id of [...wanted.keys()]) show(id, isLeaving);
    count();
  }

  function replaceOffer(old, fresh) {
    const [before, after] = [old, fresh].map((offer) => offer.querySelector("details"));
    if (before && after) after.open = before.open;
    old.replaceWith(fresh);
  }

  form.addEventListener("htmx:oobBeforeSwap", (event) => {
    const fresh = event.detail.fragment.firstElementChild;
    if (!event.target.matches(".doubts, .offer")) return;
    event.detail.shouldSwap = false;
    if (event.target.matches(".doubts")) wanted.set(event.target.id, fresh);
    else keepingPlace(() => replaceOffer(event.target, fresh));
  });
  form.addEventListener("htmx:afterRequest", () => {
    showAll(false);
    restore();
  });

  // While a mouse button or finger is down nothing may move: the click would miss what it is meant for.
  let isPressed = false;
  document.addEventListener("pointerdown", () => (isPressed = true), true);
  for (const end of ["pointerup", "pointercancel"]) {
    document.addEventListener(end, () => {
      isPressed = false;
      setTimeout(() => showAll(true));
    }, true);
  }
  form.addEventListener("focusout", () => setTimeout(() => isPressed || showAll(true)));

  // Explanations

  form.addEventListener("input", (event) => {
    const { name, value } = event.target;
    if (!name.startsWith("explain_")) return;
    if (value) localStorage.setItem(prefix + name, value);
    else localStorage.removeItem(prefix + name);
  });

  /** Give back what was typed, and forget what the server has. */
  function restore() {
    for (const field of form.querySelectorAll("textarea[name^=explain_]")) {
      const kept = localStorage.getItem(prefix + field.name);
      if (kept === null || field.value !== field.defaultValue) continue;
      if (kept === field.defaultValue) {
        localStorage.removeItem(prefix + field.name);
        continue;
      }
      field.value = kept;
      for (let details = field.closest("details"); details; details = details.parentElement.closest("details")) {
        details.open = true;
      }
    }
  }

  restore();
})();
