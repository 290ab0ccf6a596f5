// The board of changes: a card dropped on a column does what the card's own button for that state does.
(() => {
  "use strict";
  const board = document.querySelector(".changes-board");
  if (!board) return;
  let held = null;
  const way = (card, column) => card?.querySelector(`[data-to="${column.dataset.state}"]`);

  board.querySelectorAll("[data-movable]").forEach((card) => {
    card.draggable = true;
    card.addEventListener("dragstart", (event) => {
      held = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.querySelector("h3").textContent.trim());
    });
    card.addEventListener("dragend", () => {
      held = null;
      board.querySelectorAll(".takes").forEach((column) => column.classList.remove("takes"));
    });
  });

  board.querySelectorAll(".changes-column").forEach((column) => {
    column.addEventListener("dragover", (event) => {
      if (!way(held, column)) return;
      event.preventDefault();
      column.classList.add("takes");
    });
    column.addEventListener("dragleave", () => column.classList.remove("takes"));
    column.addEventListener("drop", (event) => {
      const step = way(held, column);
      if (!step) return;
      event.preventDefault();
      step.click();
    });
  });
})();
