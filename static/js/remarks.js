// Remarks and paragraphs that are being written, kept in this browser until the server has them: a closed tab, an ended
// session or a lost connection takes none. Without this script a text stands only in its field.
"use strict";

(() => {
  const prefix = `remark:${document.body.dataset.user}:`;
  const key = (area) => prefix + area.dataset.keep;
  const areas = (root) => root.querySelectorAll("textarea[data-keep]");
  // Where a form names the version that its text was begun at, the draft keeps it: an older one is told about, not passed over.
  const version = (area) => area.form?.elements.namedItem("version");

  function restore(root) {
    for (const area of areas(root)) {
      const draft = JSON.parse(localStorage.getItem(key(area)));
      if (draft === null || draft.text === area.value) continue;
      area.value = draft.text;
      if (version(area)) version(area).value = draft.version;
      const told = document.createElement("p");
      told.className = "hint";
      told.setAttribute("role", "status");
      told.textContent = "Возвращён текст, который не был сохранён.";
      area.after(told);
      const details = area.closest("details");
      if (details) details.open = true;
    }
  }

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (!area.matches("textarea[data-keep]")) return;
    if (!area.value) {
      localStorage.removeItem(key(area));
      return;
    }
    const begun = JSON.parse(localStorage.getItem(key(area)))?.version ?? version(area)?.value;
    localStorage.setItem(key(area), JSON.stringify({ text: area.value, version: begun }));
  });

  // What the server has need not be kept. It says so itself: by answering a background request, on the page that it
  // gives back, or (drafts.js) in the address that it leads to.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) return;
    for (const area of areas(event.detail.requestConfig.elt)) localStorage.removeItem(key(area));
  });
  const saved = document.querySelector("[data-saved]")?.dataset.saved;
  if (saved) localStorage.removeItem(prefix + saved);

  function tell(text) {
    const status = document.getElementById("save-status");
    if (!status) return;
    const line = document.createElement("span");
    line.className = "status-error";
    line.textContent = text;
    status.replaceChildren(line);
  }

  document.addEventListener("htmx:beforeRequest", () => document.getElementById("save-status")?.replaceChildren());
  for (const failure of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => tell("Не записано: портал не отвечает. Проверьте связь и нажмите ещё раз."));
  }
  document.addEventListener("htmx:responseError", (event) => {
    if (![401, 403, 409, 422].includes(event.detail.xhr.status)) {
      tell("Не записано. Обновите страницу и повторите; если не поможет, сообщите администратору портала.");
    }
  });
  document.addEventListener("htmx:afterSettle", (event) => restore(event.detail.elt));

  restore(document);
})();
