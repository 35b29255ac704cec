/* Tend's service worker. So far it does one thing: it shows the reminders that a push brings, and carries their answers.
   It stores nothing, and no page of a child ever passes through it. */
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

// Browsers end a subscription whose pushes show nothing: whatever comes, something is shown.
const read = (event) => {
  try {
    return event.data.json();
  } catch {
    return { title: "Tend", body: "", open: "/reminders/" };
  }
};

self.addEventListener("push", (event) => {
  const said = read(event);
  const actions = said.answer ? [{ action: "done", title: said.done }, { action: "later", title: said.later }] : [];
  event.waitUntil(
    self.registration.showNotification(said.title || "Tend", {
      body: said.body,
      tag: said.tag,
      renotify: Boolean(said.tag),
      lang: said.lang,
      dir: said.dir,
      icon: "/static/icon.svg",
      data: { open: said.open, answer: said.answer },
      actions,
    }),
  );
});

// Only this site's own paths, whatever a message says.
const own = (path) => new URL(typeof path === "string" && path.startsWith("/") && !path.startsWith("//") ? path : "/", self.location.origin).href;

const open = async (path) => {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  for (const one of windows) {
    if ("navigate" in one) {
      await one.focus();
      return one.navigate(own(path));
    }
  }
  return self.clients.openWindow(own(path));
};

const answer = async (data, fields) => {
  try {
    const said = await fetch(own(data.answer), { method: "POST", body: new URLSearchParams(fields), credentials: "omit" });
    if (said.ok) return undefined;
  } catch {
    // Without a line nothing was answered: the page says so and offers it again.
  }
  return open(data.open);
};

self.addEventListener("notificationclick", (event) => {
  const data = event.notification.data || {};
  event.notification.close();
  if (event.action === "done") event.waitUntil(answer(data, { done: "1" }));
  else if (event.action === "later") event.waitUntil(answer(data, { for: "30" }));
  else event.waitUntil(open(data.open));
});
