// How many rows of the document are ticked, as the person ticks them. Without this script the bar just has its buttons.
"use strict";

(() => {
  const form = document.getElementById("intake-form");
  const status = form.querySelector("[data-ticked]");

  function isTicked(card) {
    const whole = card.closest(".intake-row")?.querySelector("[name^='take-']");
    return (!whole || whole.checked) && card.querySelector("[name^='tick-']:checked:enabled") !== null;
  }

  function count() {
    const ticked = [...form.querySelectorAll("[data-card]")].filter(isTicked).length;
    const said = `Отмечено строк: ${ticked}`;
    if (status.textContent !== said) status.textContent = said;
  }

  form.addEventListener("change", count);
  document.addEventListener("htmx:afterSettle", count);
  count();
  status.hidden = false;
})();
