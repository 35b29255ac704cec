/* Tend's service worker. It shows the reminders that a push brings and carries their answers, and it stands in with the
   offline page where a page does not come. That page and its styles are all it stores (SHELL, which /sw.js puts before
   this file); a page of a child is never stored, only handed on. */
"use strict";

// A phone that keeps the offline page keeps one: the next version is stored before the last one goes, and without a
// connection the last one stays whole.
self.addEventListener("install", (event) => {
  const next = older().then((names) => names.length && fill()).catch(() => undefined);
  event.waitUntil(next.then(() => self.skipWaiting()));
});
self.addEventListener("activate", (event) => {
  const tidied = kept(OFFLINE, CACHE).then((found) => found && drop()).catch(() => undefined);
  event.waitUntil(tidied.then(() => self.clients.claim()));
});

const HOME = "/reminders/waiting/";
const text = (value) => (typeof value === "string" ? value : "");
// Only this site's own paths, whatever a message says.
const own = (path) => {
  const url = new URL(text(path) || HOME, self.location.origin);
  return url.origin === self.location.origin ? url.href : new URL(HOME, self.location.origin).href;
};

// What a push said; {} when it is not what Tend writes.
const read = (event) => {
  try {
    const said = event.data.json();
    return said && typeof said === "object" ? said : {};
  } catch {
    return {};
  }
};

const options = (said) => ({
  body: text(said.body),
  tag: text(said.tag),
  renotify: Boolean(text(said.tag)),
  lang: text(said.lang),
  dir: ["ltr", "rtl"].includes(said.dir) ? said.dir : "auto",
  icon: "/static/icon.svg",
  data: { open: text(said.open), answer: text(said.answer) },
  actions: text(said.answer) ? [{ action: "done", title: text(said.done) }, { action: "later", title: text(said.later) }] : [],
});

// Browsers end a subscription whose pushes show nothing: whatever comes, something is shown.
const show = async (said) => {
  try {
    await self.registration.showNotification(text(said.title) || "Tend", options(said));
  } catch {
    await self.registration.showNotification("Tend", { data: { open: HOME, answer: "" } });
  }
};
self.addEventListener("push", (event) => event.waitUntil(show(read(event))));

// Only windows this worker serves may be moved by it. Being brought to the front is a wish a browser may refuse.
const open = async (path) => {
  for (const one of await self.clients.matchAll({ type: "window" })) {
    try {
      await one.focus().catch(() => undefined);
      return await one.navigate(own(path));
    } catch {
      // Closed meanwhile: the next one, or a new one.
    }
  }
  return self.clients.openWindow(own(path));
};

// A later time is always said: a silent notification in the same place names it. "Done" needs no words.
const answer = async (note, data, fields) => {
  try {
    const said = await fetch(own(data.answer), {
      method: "POST",
      body: new URLSearchParams(fields),
      credentials: "omit",
      headers: { Accept: "application/json" },
    });
    if (!said.ok) throw new Error(said.status);
    const { words } = await said.json();
    if (!text(words)) return undefined;
    const { tag, lang, dir } = note;
    return await self.registration.showNotification(words, { tag, lang, dir, silent: true, icon: "/static/icon.svg", data: { open: data.open, answer: "" } });
  } catch {
    // Without a line nothing was answered: the page says so and offers it again.
    return open(data.open);
  }
};

self.addEventListener("notificationclick", (event) => {
  const note = event.notification;
  const data = note.data || {};
  note.close();
  if (event.action === "done") event.waitUntil(answer(note, data, { done: "1" }));
  else if (event.action === "later") event.waitUntil(answer(note, data, { for: "30" }));
  else event.waitUntil(open(data.open));
});

// --- The offline page. Pages ask for it to be kept (signed in, with somebody to log for) or to be forgotten.
const CACHE = `tend-${SHELL.version}`;
const OFFLINE = "/offline/";
const RACE_MS = 400; // Today has so long before the offline page, which can be used at once, goes first
const HELD_MS = 20000;
const older = async () => (await caches.keys()).filter((name) => name.startsWith("tend-") && name !== CACHE);
const kept = (what, cacheName) => caches.match(what, cacheName && { cacheName });
// This version's, else that of the version before.
const shellPart = async (what) => (await kept(what, CACHE)) ?? kept(what);
const drop = async () => Promise.all((await older()).map((name) => caches.delete(name)));
const fill = async () => {
  if (await kept(OFFLINE, CACHE)) return;
  await (await caches.open(CACHE)).addAll([new Request(OFFLINE, { cache: "reload" }), ...SHELL.files]);
};
const keep = async (on) => {
  if (on) await fill();
  else await caches.delete(CACHE);
  await drop();
};

// Pages on their way while the offline page is shown: in memory, each handed out once.
const held = new Map();
const hold = (href, answer) => {
  held.set(href, answer);
  setTimeout(() => held.get(href) === answer && held.delete(href), HELD_MS);
};
const ask = async (href) => {
  const answer = await fetch(href, { cache: "no-store", credentials: "same-origin", headers: { Accept: "text/html" } });
  if ([502, 503, 504].includes(answer.status)) throw new Error(answer.status);
  const { status, statusText, headers } = answer;
  // A redirected answer may not be given for an address: one of its own, without that mark.
  return { url: answer.url, page: new Response(answer.body, { status, statusText, headers }) };
};
const give = (href, { url, page }) => {
  held.delete(href);
  if (url === href) return page;
  hold(url, Promise.resolve({ url, page }));
  return Response.redirect(url, 302);
};

const isToday = ({ pathname, searchParams }) =>
  /^\/(p\/[0-9a-f-]{36}\/)?$/.test(pathname) && !searchParams.has("saved") && !searchParams.has("undone") && !searchParams.has("to");
const page = async (event, url) => {
  const shell = await shellPart(OFFLINE);
  if (url.pathname === OFFLINE) return shell ?? fetch(event.request);
  if (!shell) return fetch(event.request);
  if (!isToday(url)) return fetch(event.request).catch(() => shell);
  const coming = ask(url.href);
  hold(url.href, coming);
  event.waitUntil(coming.catch(() => undefined));
  const late = new Promise((done) => setTimeout(done, RACE_MS));
  const first = await Promise.race([coming, late]).catch(() => undefined);
  return first ? give(url.href, first) : shell;
};
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  url.hash = "";
  if (request.mode !== "navigate") {
    // Any file, not only this version's: a page of the version before asks for that one's.
    if (url.pathname.startsWith("/static/")) event.respondWith(shellPart(url.pathname).then((found) => found ?? fetch(request)));
    return;
  }
  const waiting = held.get(url.href);
  if (waiting) event.respondWith(waiting.then((found) => give(url.href, found)).catch(() => page(event, url)));
  else if (/^\/($|p\/|family\/|reminders\/|offline\/)/.test(url.pathname)) event.respondWith(page(event, url));
});
self.addEventListener("message", (event) => {
  const { data, source } = event;
  if (data && "keep" in data) event.waitUntil(keep(data.keep).catch(() => undefined));
  if (data?.drop) held.clear();
  if (data?.await) {
    const href = own(data.await);
    const coming = held.get(href) ?? Promise.reject(new Error("none"));
    event.waitUntil(coming.then((found) => found.url, () => "").then((url) => source.postMessage({ live: url })));
  }
});
