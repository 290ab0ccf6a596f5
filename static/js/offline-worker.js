// Answers for the network while it is away: the promise and the published scripts that a member chose to keep on this
// device, nothing else. Registered only once the member switched it on; erased at sign-out, for another member, and
// after the day on the kept page.
"use strict";

const PREFIX = "cem-kept|";
const SIGN_OUT = "/account/logout/";
const INSIDE = /^\/o\/([-\w]+)\/(me|touchpoints)\//;

const namesOf = async (slug) => {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  return slug ? names.filter((name) => name.endsWith(`|${slug}`)) : names;
};

const erase = async (slug) => Promise.all((await namesOf(slug)).map((name) => caches.delete(name)));

// The kept page of an organisation; one whose time is over is erased instead of shown.
const keptPage = async (slug) => {
  for (const name of await namesOf(slug)) {
    const page = await (await caches.open(name)).match(`/o/${slug}/me/kept/`, { ignoreVary: true });
    const until = page && Date.parse(page.headers.get("Kept-Until"));
    if (until > Date.now()) return page;
    await caches.delete(name);
  }
  return null;
};

const answerPage = async (request, slug) => {
  try {
    const response = await fetch(request);
    // Whoever may no longer come in keeps nothing.
    if (response.status === 403 || response.status === 404) {
      if (new URL(request.url).pathname.startsWith(`/o/${slug}/me/`)) await erase(slug);
    }
    return response;
  } catch (away) {
    const kept = await keptPage(slug);
    if (kept) return kept;
    throw away;
  }
};

const answerFile = async (request) => {
  try {
    return await fetch(request);
  } catch (away) {
    for (const name of await namesOf()) {
      const file = await (await caches.open(name)).match(request, { ignoreVary: true });
      if (file) return file;
    }
    throw away;
  }
};

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === "POST" && url.pathname === SIGN_OUT) {
    event.waitUntil(erase());
    return;
  }
  if (request.method !== "GET") return;
  const inside = INSIDE.exec(url.pathname);
  if (request.mode === "navigate" && inside) event.respondWith(answerPage(request, inside[1]));
  else if (url.pathname.startsWith("/static/") || url.pathname.startsWith("/accent/")) event.respondWith(answerFile(request));
});
