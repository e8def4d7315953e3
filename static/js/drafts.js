// Text that could not be sent yet, kept in this browser, and told about on every page.
// A draft stands under the person, the row and the page that holds it: two tabs at one row do not overwrite each
// other's. A page that is open holds a lock of its name; a draft whose page is gone is taken up by the next one.
"use strict";

window.drafts = (() => {
  const prefix = `draft:${document.body.dataset.user}:`;
  const page = `${Date.now()}-${Math.random()}`;
  const own = (row) => `${prefix}${row}:${page}`;

  // Locks exist on https and on localhost only; elsewhere every draft counts as left behind.
  if (navigator.locks) navigator.locks.request(page, () => new Promise(() => {}));

  /** Keys of drafts whose page is gone, of one row or of all. */
  async function leftBehind(row) {
    const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    const start = row ? `${prefix}${row}:` : prefix;
    return Object.keys(localStorage).filter((key) => key.startsWith(start) && !held.includes(key.split(":")[3]));
  }

  /** Keep a draft: {number, version, fields, sent}. Throws QuotaExceededError when the browser has no room. */
  function write(row, draft) {
    localStorage.setItem(own(row), JSON.stringify(draft));
  }

  /** A draft of the row that a page has left behind, this page's from now on; or null. */
  async function take(row) {
    const [key] = await leftBehind(row);
    if (!key) return null;
    const text = localStorage.getItem(key);
    localStorage.removeItem(key);
    localStorage.setItem(own(row), text);
    return JSON.parse(text);
  }

  function remove(row) {
    localStorage.removeItem(own(row));
  }

  /** The server says in the address which row it has just saved: what was sent to it need not be kept. */
  async function forgetSaved() {
    const address = new URL(location.href);
    const saved = address.searchParams.get("saved");
    if (!saved) return;
    // A remark or paragraph (remarks.js) goes by the name that its field has.
    localStorage.removeItem(`remark:${document.body.dataset.user}:${saved}`);
    for (const key of await leftBehind(saved)) {
      const draft = JSON.parse(localStorage.getItem(key));
      if (JSON.stringify(draft.fields) === JSON.stringify(draft.sent)) localStorage.removeItem(key);
    }
    address.searchParams.delete("saved");
    history.replaceState(null, "", address);
  }

  async function tell() {
    const here = document.querySelector("[data-row]")?.dataset.row;
    const numbers = new Map();
    for (const key of await leftBehind()) {
      const row = key.split(":")[2];
      if (row !== here) numbers.set(row, JSON.parse(localStorage.getItem(key)).number);
    }
    if (!numbers.size) return;
    const text = document.createElement("p");
    text.className = "notice notice-warning";
    text.append("В этом браузере есть несохранённый текст. Откройте строку, и он вернётся в неё: ");
    [...numbers].forEach(([row, number], position) => {
      const link = document.createElement("a");
      link.href = `/rows/${row}/`;
      link.textContent = `пункт ${number}`;
      text.append(position ? ", " : "", link);
    });
    text.append(".");
    const place = document.getElementById("drafts");
    place.replaceChildren(text);
    place.hidden = false;
  }

  /** On a row that can only be read: its drafts, to be copied or deleted. */
  async function showKept() {
    const place = document.getElementById("kept");
    if (!place) return;
    for (const key of await leftBehind(place.dataset.row)) {
      const { fields } = JSON.parse(localStorage.getItem(key));
      const box = document.createElement("div");
      box.className = "notice notice-warning";
      const about = document.createElement("p");
      about.textContent = "В этом браузере остался текст, который не был сохранён. Скопируйте нужное.";
      const area = document.createElement("textarea");
      area.className = "form-control";
      area.readOnly = true;
      area.rows = 8;
      area.setAttribute("aria-label", "Несохранённый текст");
      area.value = [fields.implementation, fields.result].filter(Boolean).join("\n\n");
      const drop = document.createElement("button");
      drop.className = "btn btn-sm btn-outline-primary";
      drop.textContent = "Удалить этот текст из браузера";
      drop.addEventListener("click", () => {
        localStorage.removeItem(key);
        box.remove();
      });
      box.append(about, area, drop);
      place.append(box);
      place.hidden = false;
    }
  }

  const ready = forgetSaved().then(tell).then(showKept);
  return { take, write, remove, ready };
})();
