// Text that could not be sent yet, kept in this browser under the person's number, and told about on every page.
"use strict";

window.drafts = (() => {
  const prefix = `draft:${document.body.dataset.user}:`;

  /** The kept draft of a row, or null. */
  function read(row) {
    return JSON.parse(localStorage.getItem(prefix + row));
  }

  /** Keep a draft: {number, version, fields, sent}. Throws QuotaExceededError when the browser has no room. */
  function write(row, draft) {
    localStorage.setItem(prefix + row, JSON.stringify(draft));
  }

  function remove(row) {
    localStorage.removeItem(prefix + row);
  }

  function rows() {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => key.slice(prefix.length));
  }

  /** The server says in the address which row it has just saved. */
  function forgetSaved() {
    const address = new URL(location.href);
    const saved = address.searchParams.get("saved");
    if (!saved) return;
    remove(saved);
    address.searchParams.delete("saved");
    history.replaceState(null, "", address);
  }

  function tell() {
    const here = document.querySelector("[data-row]")?.dataset.row;
    const waiting = rows().filter((row) => row !== here);
    const place = document.getElementById("drafts");
    if (!waiting.length) return;
    const text = document.createElement("p");
    text.className = "notice notice-warning";
    text.append("В этом браузере есть несохранённый текст. Откройте, чтобы сохранить: ");
    waiting.forEach((row, position) => {
      const link = document.createElement("a");
      link.href = `/rows/${row}/`;
      link.textContent = `пункт ${read(row).number}`;
      text.append(position ? ", " : "", link);
    });
    text.append(".");
    place.replaceChildren(text);
    place.hidden = false;
  }

  forgetSaved();
  tell();
  return { read, write, remove };
})();
