// Back from the thanks brings a new page with a new token, and the browser fills in the old answers. The token that
// belonged to this page of the tab's history is put back, so that sending again changes the answer instead of adding one.
const token = document.querySelector("form.survey input[name=token]");
if (token) {
  const [arrival] = performance.getEntriesByType("navigation");
  const kept = history.state?.token;
  if (kept && arrival?.type === "back_forward") token.value = kept;
  else history.replaceState({ ...history.state, token: token.value }, "");
}

// When the survey was too busy, the answers stand in the page and are sent again by themselves.
const waiting = document.querySelector("form[data-retry]");
if (waiting) setTimeout(() => waiting.requestSubmit(), Number(waiting.dataset.retry) * 1000);
