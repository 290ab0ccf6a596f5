// When the survey was too busy, the answers stand in the page and are sent again by themselves.
const waiting = document.querySelector("form[data-retry]");
if (waiting) setTimeout(() => waiting.requestSubmit(), Number(waiting.dataset.retry) * 1000);
