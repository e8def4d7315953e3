// What the portal offers to write into the fields of a row: taken over where the caret was, and undone as anything typed.
// Without this script the buttons save the row with it.
"use strict";

(() => {
  const form = document.getElementById("row-form");
  const carets = new Map(); // field -> where the caret was when the field was left

  form.addEventListener("focusout", (event) => {
    if (event.target.matches("textarea")) carets.set(event.target, event.target.selectionEnd);
  });

  /** Type the text into the field in place of what is selected there. */
  function type(field, text) {
    // Not deprecated in earnest: nothing else leaves the browser's undo whole.
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function insertSentence(sentence) {
    const field = form.elements.namedItem("implementation");
    const at = carets.get(field) ?? field.value.length;
    const before = field.value.slice(0, at);
    const after = field.value.slice(at);
    field.focus();
    field.setSelectionRange(at, at);
    const blank = before && !/\s$/.test(before) ? " " : "";
    type(field, blank + sentence + (after && !/^\s/.test(after) ? " " : ""));
  }

  form.addEventListener("click", (event) => {
    const button = event.target.closest(".offer button");
    if (!button) return;
    event.preventDefault();
    if (button.name === "sentence") {
      insertSentence(document.getElementById("offered-sentence").textContent);
    } else {
      const field = document.getElementById(button.dataset.field);
      field.focus();
      field.select();
      type(field, button.dataset.value);
    }
    button.closest(".offer").replaceChildren();
  });
})();
