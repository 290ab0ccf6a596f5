// Keeping one's scripts on one's own device: switched on by the member, refreshed while online, erased for anybody else.
(() => {
  "use strict";
  const PREFIX = "cem-kept|";
  const HOUR = 3600 * 1000;
  const member = document.documentElement.dataset.member || "";
  const box = document.querySelector("[data-keep]");

  // The kept page stands in for the page that could not be fetched: go to the script that was asked for.
  if (document.body.hasAttribute("data-kept")) {
    const code = /\/touchpoints\/([-\w]+)\//.exec(location.pathname)?.[1];
    document.getElementById(`kept-${code}`)?.scrollIntoView();
    return;
  }
  if (!("caches" in window) || !("serviceWorker" in navigator) || !member) return;

  const nameOf = (slug) => `${PREFIX}${member}|${slug}`;
  const keptNames = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

  const leave = async () => {
    if ((await keptNames()).length) return;
    const registration = await navigator.serviceWorker.getRegistration("/");
    await registration?.unregister();
  };

  const erase = async (wanted) => {
    const names = (await keptNames()).filter(wanted);
    await Promise.all(names.map((name) => caches.delete(name)));
    if (names.length) await leave();
  };

  const savedPage = async (slug, page) => {
    const name = nameOf(slug);
    if (!(await caches.has(name))) return null;
    return (await (await caches.open(name)).match(page, { ignoreVary: true })) || null;
  };

  const save = async ({ slug, list }) => {
    const answer = await fetch(list, { redirect: "error", cache: "no-store" });
    if (answer.status === 403 || answer.status === 404) await erase((name) => name === nameOf(slug));
    if (!answer.ok) throw new Error(String(answer.status));
    const wanted = await answer.json();
    if (wanted.member !== member) throw new Error("another member");
    const cache = await caches.open(nameOf(slug));
    await cache.addAll([wanted.page, ...wanted.files]);
  };

  const show = async () => {
    const page = await savedPage(box.dataset.slug, box.dataset.page);
    box.hidden = false;
    box.querySelector("[data-when-off]").hidden = Boolean(page);
    box.querySelector("[data-when-on]").hidden = !page;
    const day = page && new Date(page.headers.get("Kept-At"));
    const form = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeStyle: "short" });
    if (day) box.querySelector("[data-saved]").textContent = form.format(day);
    box.dataset.ready = page ? "on" : "off";
  };

  const attempt = async (work) => {
    const failed = box.querySelector("[data-failed]");
    try {
      await work();
      failed.hidden = true;
    } catch {
      failed.hidden = false;
    }
    await show();
  };

  const switchOn = async () => {
    await navigator.serviceWorker.register(box.dataset.worker, { scope: "/" });
    await save(box.dataset);
  };

  const begin = async () => {
    const now = Date.now();
    await erase((name) => !name.startsWith(`${PREFIX}${member}|`));
    if (!box) return;
    const page = await savedPage(box.dataset.slug, box.dataset.page);
    if (page && Date.parse(page.headers.get("Kept-Until")) <= now) await erase((name) => name === nameOf(box.dataset.slug));
    else if (page && now - Date.parse(page.headers.get("Kept-At")) > HOUR) await attempt(switchOn);
    await show();
    box.querySelector("[data-keep-on]").addEventListener("click", () => attempt(switchOn));
    box.querySelector("[data-keep-again]").addEventListener("click", () => attempt(switchOn));
    box.querySelector("[data-keep-off]").addEventListener("click", () => attempt(() => erase((name) => name === nameOf(box.dataset.slug))));
  };

  begin().catch(() => {});
})();
