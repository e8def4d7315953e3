// Arrow keys in the matrix. Without this script every link is a stop of the Tab key; with it the table is one.
"use strict";

(function () {
  const table = document.querySelector("table.m");
  if (!table) {
    return;
  }
  const rows = Array.from(table.tBodies[0].rows);
  const target = (cell) => cell && cell.querySelector("a, button");
  const targets = rows.flatMap((row) => Array.from(row.cells, target).filter(Boolean));
  let current = null;

  function choose(next) {
    if (current) {
      current.tabIndex = -1;
    }
    current = next;
    current.tabIndex = 0;
  }

  // The next cell in that direction that leads anywhere.
  function beside(from, down, right) {
    const cell = from.closest("th, td");
    let row = cell.parentNode.sectionRowIndex + down;
    let column = cell.cellIndex + right;
    while (rows[row] && rows[row].cells[column]) {
      const found = target(rows[row].cells[column]);
      if (found) {
        return found;
      }
      row += down;
      column += right;
    }
    return null;
  }

  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

  targets.forEach((each) => {
    each.tabIndex = -1;
  });
  if (targets.length) {
    choose(targets[0]);
  }
  table.addEventListener("focusin", (event) => choose(event.target));
  table.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) {
      return;
    }
    const next = beside(event.target, step[0], step[1]);
    event.preventDefault();
    if (next) {
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
})();
