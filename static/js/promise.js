// Ranking pillars: a place that is given anew is taken from the pillar that had it, which gets the one left free.
(() => {
  "use strict";
  const form = document.querySelector("[data-ranking]");
  if (!form) return;
  const held = new Map();
  const groups = () => form.querySelectorAll("[data-places]");
  const chosen = (group) => group.querySelector("input:checked");
  const note = () => groups().forEach((group) => held.set(group, chosen(group)?.value || ""));

  const give = (group, place) => {
    group.querySelectorAll("input").forEach((input) => { input.checked = input.value === place; });
  };

  form.addEventListener("change", (event) => {
    const group = event.target.closest("[data-places]");
    if (!group) return;
    const free = held.get(group) || "";
    groups().forEach((other) => {
      if (other !== group && chosen(other)?.value === event.target.value) give(other, free);
    });
    note();
  });
  note();
})();
