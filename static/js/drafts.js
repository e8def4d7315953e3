// Text that could not be sent yet, kept in this browser, and told about on every page.
// A draft stands under the person, the row and the tab: two tabs at one row do not overwrite each other's.
"use strict";

window.drafts = (() => {
  const prefix = `draft:${document.body.dataset.user}:`;
  const tab = sessionStorage.getItem("tab") || `${Date.now()}-${Math.random()}`;
  sessionStorage.setItem("tab", tab);
  const own = (row) => `${prefix}${row}:${tab}`;

  /** Keep a draft: {number, version, fields, sent}. Throws QuotaExceededError when the browser has no room. */
  function write(row, draft) {
    localStorage.setItem(own(row), JSON.stringify(draft));
  }

  /** This tab's draft of a row; else one that another tab left behind, which is this tab's from now on; or null. */
  function take(row) {
    const left = Object.keys(localStorage).find((key) => key.startsWith(`${prefix}${row}:`));
    if (!localStorage.getItem(own(row)) && left) {
      localStorage.setItem(own(row), localStorage.getItem(left));
      localStorage.removeItem(left);
    }
    return JSON.parse(localStorage.getItem(own(row)));
  }

  function remove(row) {
    localStorage.removeItem(own(row));
  }

  /** Row -> item number of every draft of this person. */
  function waiting() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    return new Map(keys.map((key) => [key.split(":")[2], JSON.parse(localStorage.getItem(key)).number]));
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
    const rows = [...waiting()].filter(([row]) => row !== here);
    const place = document.getElementById("drafts");
    if (!rows.length) return;
    const text = document.createElement("p");
    text.className = "notice notice-warning";
    text.append("В этом браузере есть несохранённый текст. Откройте, чтобы сохранить: ");
    rows.forEach(([row, number], position) => {
      const link = document.createElement("a");
      link.href = `/rows/${row}/`;
      link.textContent = `пункт ${number}`;
      text.append(position ? ", " : "", link);
    });
    text.append(".");
    place.replaceChildren(text);
    place.hidden = false;
  }

  forgetSaved();
  tell();
  return { take, write, remove };
})();
