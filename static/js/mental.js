// The ordering game: a line for each name as it is needed; lines move by buttons or by dragging, without the server.
(() => {
  "use strict";

  const naming = document.querySelector("[data-naming]");
  if (naming) {
    const list = naming.querySelector("[data-lines]");
    const inputs = () => [...list.querySelectorAll("input")];
    naming.querySelector("[name=more]").hidden = true;
    const addLine = () => {
      const line = list.lastElementChild.cloneNode(true);
      const input = line.querySelector("input");
      const number = inputs().length + 1;
      input.value = "";
      input.removeAttribute("id");
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+/, String(number)));
      list.append(line);
    };
    list.addEventListener("input", () => { if (inputs().at(-1).value.trim()) addLine(); });
    list.addEventListener("keydown", (event) => {
      const place = inputs().indexOf(event.target);
      if (event.key !== "Enter" || place < 0) return;
      event.preventDefault();
      inputs()[Math.min(place + 1, inputs().length - 1)].focus();
    });
  }

  const ordering = document.querySelector("[data-ordering]");
  if (!ordering) return;
  const said = ordering.querySelector("[data-said]");
  const lines = () => [...ordering.querySelectorAll("[data-step]")];
  const tell = (line) => {
    const name = line.querySelector("b").textContent;
    said.textContent = ordering.dataset.moved.replace("{name}", name).replace("{place}", String(lines().indexOf(line) + 1));
  };

  ordering.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("[data-step]");
    const other = button.dataset.move === "1" ? line.nextElementSibling : line.previousElementSibling;
    if (!other) return;
    if (button.dataset.move === "1") other.after(line);
    else other.before(line);
    // At an end there is no way on: the other button of the line takes the focus.
    const isThere = getComputedStyle(button).visibility !== "hidden";
    (isThere ? button : line.querySelector(`[data-move]:not([data-move="${button.dataset.move}"])`)).focus();
    tell(line);
  });

  let held = null;
  const drop = () => {
    if (!held) return;
    held.classList.remove("held");
    tell(held);
    held = null;
  };
  ordering.addEventListener("pointerdown", (event) => {
    const grip = event.target.closest("[data-grip]");
    if (!grip) return;
    event.preventDefault();
    held = grip.closest("[data-step]");
    held.classList.add("held");
    grip.setPointerCapture(event.pointerId);
  });
  ordering.addEventListener("pointermove", (event) => {
    if (!held) return;
    const over = lines().find((line) => {
      const box = line.getBoundingClientRect();
      return line !== held && event.clientY > box.top && event.clientY < box.bottom;
    });
    if (!over) return;
    const box = over.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) over.before(held);
    else over.after(held);
  });
  ordering.addEventListener("pointerup", drop);
  ordering.addEventListener("pointercancel", drop);
})();
