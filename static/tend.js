/* Tend's own script: only what plain HTML and htmx do not do by themselves.
   Every page works without it. It never stores anything on the phone. */
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  // --- Saying things: #status and #alert are in the first HTML, empty; only their text changes.
  const say = (id, text) => {
    const region = byId(id);
    if (!region || !text) return;
    region.textContent = region.textContent === text ? text + "\u00a0" : text;
  };
  const trouble = (kind) => say("alert", byId("alert")?.dataset[kind]);

  // A visible line marked data-announce is read out once.
  const announce = (root) => {
    const line = root.matches?.("[data-announce]") ? root : root.querySelector?.("[data-announce]");
    if (!line || line.dataset.announce === "done") return;
    const text = line.dataset.announce || line.textContent.trim().replace(/\s+/g, " ");
    line.dataset.announce = "done";
    say("status", text);
  };

  // --- Focus: never left on the body after a swap took the tapped control away.
  const focusOn = (el) => {
    if (!el) return;
    if (!el.matches("a[href], button, input, select, textarea, [tabindex]")) el.tabIndex = -1;
    el.focus({ preventScroll: true });
    // Only as far as needed, and clear of the bar: the style sheet's scroll-padding says how far that is.
    el.scrollIntoView({ block: "nearest" });
  };

  // htmx reports every new top-level piece on its own; look at them together, once.
  let settled = [];
  const look = () => {
    const roots = settled.filter((el) => el.isConnected);
    settled = [];
    roots.forEach(announce);
    const find = (css) => roots.map((el) => (el.matches(css) ? el : el.querySelector(css))).find(Boolean);
    const wanted = find("[data-focus], .error-summary");
    const active = document.activeElement;
    if (wanted || !active || active === document.body) focusOn(wanted || find("h1") || find("h2") || roots[0]);
  };
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    if (!detail.elt?.matches) return;
    if (!settled.length) queueMicrotask(look);
    settled.push(detail.elt);
  });

  // --- Busy, and one send per tap.
  const BUSY_MS = 8000;
  const hold = (form, button) => {
    form.dataset.sent = "1";
    button?.classList.add("is-busy");
    setTimeout(() => release(form), BUSY_MS);
  };
  const release = (form) => {
    delete form.dataset.sent;
    form.querySelectorAll(".is-busy").forEach((b) => b.classList.remove("is-busy"));
  };

  // Capture phase: stops the second tap before htmx or the browser sees it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    hold(form, event.submitter);
  }, true);
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(release));

  document.addEventListener("htmx:beforeRequest", ({ detail }) => detail.target?.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    detail.target?.removeAttribute("aria-busy");
    const form = detail.elt.closest?.("form");
    if (form) release(form);
    if (detail.successful && byId("alert")) byId("alert").textContent = "";
  });

  // --- Answers that are not the expected piece of page.
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { xhr } = detail;
    const type = xhr.getResponseHeader("Content-Type") || "";
    const alone = !type.startsWith("text/html") || /<body[^>]*hx-boost="false"/.test(xhr.responseText);
    if (detail.boosted && xhr.status < 400 && alone) {
      // A file, or a page with scripts of its own, behind an ordinary link: let the browser load it.
      detail.shouldSwap = false;
      location.assign(xhr.responseURL);
      return;
    }
    const whole = /^\s*<!doctype/i.test(xhr.responseText);
    const asker = detail.requestConfig?.elt ?? detail.elt;
    if (!whole || detail.boosted || detail.selectOverride || asker?.closest?.("[hx-select]")) return;
    if (xhr.status < 400) {
      // Sent on to another page (signed out, for example): go there properly.
      detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    } else if (xhr.status < 500) {
      // A whole error page: show its main part in place of ours, with its words.
      detail.shouldSwap = true;
      detail.target = byId("main");
      detail.selectOverride = "#main";
      detail.swapOverride = "outerHTML show:window:top";
    }
  });
  document.addEventListener("htmx:sendError", () => trouble("offline"));
  document.addEventListener("htmx:timeout", () => trouble("offline"));
  document.addEventListener("htmx:responseError", ({ detail }) => {
    if (detail.xhr.status >= 500) trouble("trouble");
  });

  // --- Small helpers for marked-up buttons: data-print, data-copy="#id" (with data-copied="words to say").
  document.addEventListener("click", async (event) => {
    const button = event.target.closest?.("[data-print], [data-copy]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    const source = document.querySelector(button.dataset.copy);
    const text = source.value ?? source.textContent;
    try {
      await navigator.clipboard.writeText(text);
      say("status", button.dataset.copied);
      if (button.dataset.copied) button.textContent = button.dataset.copied;
    } catch {
      source.focus();
      source.select?.();
    }
  });

  // --- The phone's own time zone, where nobody has said one yet.
  const tellTimeZone = (root) => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    root.querySelectorAll?.("[data-time-zone]").forEach((el) => {
      const known = el.type === "hidden" || [...el.options].some((option) => option.value === zone);
      if (zone && known && (!el.value || el.value === "UTC")) el.value = zone;
    });
  };
  document.addEventListener("htmx:load", ({ detail }) => tellTimeZone(detail.elt));

  const start = () => {
    announce(document);
    tellTimeZone(document);
    const summary = document.querySelector(".error-summary");
    if (summary && document.activeElement === document.body) focusOn(summary);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
