// The journey map: drag and arrow keys move touchpoints, the map fits the width. Every change also has its form.
(() => {
  "use strict";
  const area = () => document.getElementById("map");
  const scroller = () => area()?.querySelector(".map-scroll");
  const say = (text) => {
    const told = document.getElementById("map-told");
    if (told) told.textContent = text;
  };
  const chips = (cell) => [...cell.querySelectorAll(".tp[data-place]")];

  // Where a touchpoint was let go: stage, channel, order; the server answers with the whole map.
  const drop = (chip) => {
    const cell = chip.closest("td[data-stage]");
    const form = document.getElementById("map-drop");
    const inStage = [...area().querySelectorAll("td[data-stage]")].filter((one) => one.dataset.stage === cell.dataset.stage);
    // The order counts all touchpoints of a stage, channel by channel.
    const order = inStage.flatMap(chips);
    form.elements.stage.value = cell.dataset.stage;
    form.elements.channel.value = cell.dataset.channel;
    form.elements.position.value = order.indexOf(chip) + 1;
    htmx.ajax("POST", chip.dataset.place, {
      source: form, target: "#map", select: "#map", swap: "outerHTML", values: Object.fromEntries(new FormData(form)),
    });
  };

  // Drag.
  let dragged = null;
  let origin = null;
  const remember = (chip) => { origin = { parent: chip.parentElement, next: chip.nextElementSibling }; };
  const putBack = (chip) => origin.parent.insertBefore(chip, origin.next);

  const insertAt = (cell, chip, y) => {
    const after = chips(cell).find((one) => one !== chip && y < one.getBoundingClientRect().top + one.offsetHeight / 2);
    const add = cell.querySelector(":scope > span");
    if (after) cell.insertBefore(chip, after); else cell.insertBefore(chip, add);
  };

  document.addEventListener("dragstart", (event) => {
    const chip = event.target.closest?.(".tp[data-place]");
    if (!chip) return;
    dragged = chip;
    remember(chip);
    chip.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", chip.dataset.name);
  });
  document.addEventListener("dragover", (event) => {
    const cell = dragged && event.target.closest?.("td[data-stage]");
    document.querySelectorAll("td.over").forEach((one) => one.classList.toggle("over", one === cell));
    if (!cell) return;
    event.preventDefault();
    cell.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const cell = dragged && event.target.closest?.("td[data-stage]");
    if (!cell) return;
    event.preventDefault();
    insertAt(cell, dragged, event.clientY);
    drop(dragged);
    dragged = null;
  });
  document.addEventListener("dragend", () => {
    document.querySelectorAll(".dragged, .over").forEach((one) => one.classList.remove("dragged", "over"));
    dragged = null;
  });

  // Keyboard: Enter takes a touchpoint up and puts it down, arrows move it, Escape puts it back.
  let held = null;
  const words = () => document.getElementById("map-drop").dataset;
  const hold = (chip) => {
    held = chip;
    remember(chip);
    chip.classList.add("held");
    say(`${chip.dataset.name}: ${words().grabbed}`);
  };
  const release = (isCancelled) => {
    const chip = held;
    held = null;
    chip.classList.remove("held");
    if (isCancelled) putBack(chip); else drop(chip);
    say(`${chip.dataset.name}: ${isCancelled ? words().cancelled : words().dropped}`);
    if (isCancelled) chip.querySelector(".grip").focus();
  };
  const step = (chip, key) => {
    const cell = chip.closest("td");
    const row = cell.parentElement;
    if (key === "ArrowLeft" || key === "ArrowRight") {
      const next = key === "ArrowLeft" ? cell.previousElementSibling : cell.nextElementSibling;
      if (!next?.dataset.stage) return;
      next.insertBefore(chip, next.querySelector(":scope > span"));
      say(next.dataset.stageName);
      return;
    }
    const inCell = chips(cell);
    const place = inCell.indexOf(chip);
    if (key === "ArrowUp" && place > 0) cell.insertBefore(chip, inCell[place - 1]);
    else if (key === "ArrowDown" && place < inCell.length - 1) cell.insertBefore(chip, inCell[place + 1].nextElementSibling);
    else {
      // At the end of a channel: on into the next one.
      const other = key === "ArrowUp" ? row.previousElementSibling : row.nextElementSibling;
      const into = other?.cells[cell.cellIndex];
      if (!into?.dataset.stage) return;
      into.insertBefore(chip, key === "ArrowUp" ? into.querySelector(":scope > span") : into.firstElementChild);
      say(`${other.cells[0].textContent.trim()}, ${into.dataset.stageName}`);
      return;
    }
    say(key === "ArrowUp" ? words().up : words().down);
  };
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip) return;
    const chip = grip.closest(".tp");
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (held === chip) release(false); else hold(chip);
    } else if (held === chip && event.key === "Escape") release(true);
    else if (held === chip && event.key.startsWith("Arrow")) {
      event.preventDefault();
      step(chip, event.key);
      grip.focus();
      chip.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  });
  document.addEventListener("focusout", (event) => {
    // Moving a chip in the page takes its focus for a moment; only a real leave puts it back.
    setTimeout(() => { if (held && !held.contains(document.activeElement)) release(true); }, 0);
  });

  // The whole map in the width there is.
  const fit = (button, isOn) => {
    const table = scroller()?.querySelector("table");
    if (!table) return;
    table.style.zoom = "";
    const share = scroller().clientWidth / table.scrollWidth;
    if (isOn && share < 1) table.style.zoom = share;
    button.setAttribute("aria-pressed", isOn);
    sessionStorage.setItem("map-fit", isOn ? "1" : "");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-fit]");
    if (button) fit(button, button.getAttribute("aria-pressed") !== "true");
  });

  // A map that was drawn anew stands where it stood, and the focus with it.
  let kept = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target?.id !== "map" || !scroller()) return;
    const focused = document.activeElement?.closest?.("[id]");
    kept = { left: scroller().scrollLeft, top: scroller().scrollTop, id: focused?.id, isGrip: document.activeElement?.classList.contains("grip") };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!kept || !scroller()) return;
    scroller().scrollTo(kept.left, kept.top);
    const place = kept.id && document.getElementById(kept.id);
    (kept.isGrip ? place?.querySelector(".grip") : place?.querySelector("a, button"))?.focus({ preventScroll: true });
    kept = null;
    restore();
  });
  document.addEventListener("htmx:afterSwap", () => {
    document.querySelector(".map-form :is(input:not([type=hidden]), textarea, select)")?.focus();
  });
  const restore = () => {
    const button = area()?.querySelector("[data-fit]");
    if (button && sessionStorage.getItem("map-fit")) fit(button, true);
  };
  restore();
})();
