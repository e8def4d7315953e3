// Remarks and paragraphs that are being written, kept in this browser until the server has them: a closed tab or an ended session loses
// none. Without this script a text stands only in its field.
"use strict";

(() => {
  const key = (area) => `remark:${document.body.dataset.user}:${area.dataset.keep}`;
  const areas = (root) => root.querySelectorAll("textarea[data-keep]");

  function restore(root) {
    for (const area of areas(root)) {
      const kept = localStorage.getItem(key(area));
      if (kept === null || kept === area.value) continue;
      area.value = kept;
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
    if (area.value) localStorage.setItem(key(area), area.value);
    else localStorage.removeItem(key(area));
  });

  function forget(form) {
    for (const area of areas(form)) localStorage.removeItem(key(area));
  }

  // The server has it, or gives it back in the page that it answers with.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 400) forget(event.detail.requestConfig.elt);
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.hasAttribute("hx-post")) forget(event.target);
  });
  document.addEventListener("htmx:afterSettle", (event) => restore(event.detail.elt));

  restore(document);
})();
