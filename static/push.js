/* The page "Where reminders reach me": asks this browser whether it may show reminders, and tells Tend where it is. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const box = () => document.getElementById("push-here");
  const show = (state) => {
    const at = box();
    if (!at) return;
    at.hidden = false;
    for (const part of at.querySelectorAll("[data-state]")) part.hidden = part.dataset.state !== state;
  };
  const supported = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

  const look = async () => {
    const at = box();
    if (!at || at.dataset.looked) return;
    at.dataset.looked = "1";
    if (!supported()) return show("unsupported");
    if (Notification.permission === "denied") {
      if (at.dataset.here) return document.getElementById("push-lost").submit();
      return show("denied");
    }
    // A browser may know workers and still refuse one: a private window, a rule of whoever runs it.
    const registration = await navigator.serviceWorker.register("/sw.js").catch(() => undefined);
    if (!registration) return show("unsupported");
    const known = await registration.pushManager.getSubscription();
    // Tend counts on this browser, and the browser no longer knows of it: say so, so that mails stand in.
    if (at.dataset.here && !known) return document.getElementById("push-lost").submit();
    const here = known && at.dataset.endpoints.split(" ").includes(await digest(known.endpoint));
    return show(here ? "on" : "off");
  };
  const digest = async (text) => {
    if (!crypto.subtle) return "";
    const sum = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
    return [...new Uint8Array(sum)].map((b) => b.toString(16).padStart(2, "0")).join("");
  };

  const turnOn = async (form) => {
    const at = box();
    try {
      const registration = await navigator.serviceWorker.register("/sw.js");
      // What this browser still holds Tend no longer counts on; it may belong to another key, and would stand in the way.
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      const found = await registration.pushManager.subscribe({
        userVisibleOnly: true,
        applicationServerKey: bytes(at.dataset.key),
      });
      const { endpoint, keys } = found.toJSON();
      for (const [name, value] of Object.entries({ endpoint, p256dh: keys.p256dh, auth: keys.auth })) {
        form.elements[name].value = value;
      }
      form.submit();
    } catch {
      show(Notification.permission === "denied" ? "denied" : "trouble");
    }
  };
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "push-on" || event.target.elements.endpoint.value) return;
    event.preventDefault();
    event.stopPropagation();
    turnOn(event.target);
  }, true);
  document.addEventListener("htmx:load", look);
  look();
})();
