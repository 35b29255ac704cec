/* Only what plain HTML and htmx do not do by themselves; every page works without it. All it stores on the phone is the
   outbox (docs/adr/0021-offline.md). One file, to save a request; the offline page uses the first half. */
window.tendOutbox = (() => {
  "use strict";
  const OFF = "tend-offline-off", CALLS = "tend-calls", DOOR = "/outbox/";
  const RETRY_MS = 30000, ASK_MS = 15000, TAP_MS = 8000, SENDING_MS = 20000, OLD_MS = 24 * 3600e3;
  const flag = (name, value) => {
    try {
      if (value === undefined) return localStorage.getItem(name) === "1";
      if (value) localStorage.setItem(name, "1");
      else localStorage.removeItem(name);
    } catch { /* shut */ }
    return false;
  };
  const isOff = () => flag(OFF) || !("indexedDB" in window);
  const newKey = () => {
    const h = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
    return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
  };

  let opened;
  const db = () => (opened ||= new Promise((done, fail) => {
    const ask = indexedDB.open("tend", 1);
    ask.onupgradeneeded = () => {
      ask.result.createObjectStore("outbox", { keyPath: "key" });
      ask.result.createObjectStore("kept");
    };
    ask.onsuccess = () => {
      ask.result.onclose = ask.result.onversionchange = () => { ask.result.close(); opened = undefined; };
      done(ask.result);
    };
    ask.onerror = () => { opened = undefined; fail(ask.error); };
  }));
  const use = async (store, mode, what) => {
    const work = (await db()).transaction(store, mode, { durability: "strict" });
    return new Promise((done, fail) => {
      const ask = what(work.objectStore(store));
      work.oncomplete = () => done(ask.result);
      work.onerror = work.onabort = () => fail(work.error);
    });
  };
  // What is just being sent by its own page does not wait; left behind by a page that died, it does.
  const all = async () => (await use("outbox", "readonly", (s) => s.getAll()))
    .filter((item) => item.state !== "sending" || Date.now() - item.tapped > SENDING_MS)
    .map((item) => (item.state === "sending" ? { ...item, state: undefined } : item)).sort((a, b) => a.tapped - b.tapped);
  const kept = (name) => use("kept", "readonly", (s) => s.get(name));
  const setKept = (name, value) => use("kept", "readwrite", (s) => s.put(value, name));
  const forget = async (key) => { await use("outbox", "readwrite", (s) => s.delete(key)); return look(); };
  const put = async (item, instead) => {
    await use("outbox", "readwrite", (s) => {
      if (instead) s.delete(instead);
      return s.put(item);
    });
    look();
    navigator.storage?.persist?.().catch(() => undefined);
  };

  const chip = () => document.getElementById("outbox");
  const look = async () => {
    const items = await all();
    const at = chip(), count = items.length;
    if (at) {
      at.hidden = !count;
      at.textContent = count ? `${count} ${at.dataset.waiting}` : "";
      at.classList.toggle("chip-old", Date.now() - items[0]?.tapped > OLD_MS);
    }
    document.dispatchEvent(new Event("tend:outbox"));
  };
  const tell = (words, url, link) => {
    const at = document.getElementById("alert");
    if (!at) return;
    at.textContent = words;
    at.append(" ", Object.assign(document.createElement("a"), { href: url, textContent: link, className: "link" }));
  };

  const asked = (path, options) =>
    fetch(path, { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(ASK_MS), ...options });
  let state = "", running, again = false;
  const round = async () => {
    const waiting = (await all()).filter((item) => !item.state);
    if (!waiting.length) return "";
    const door = await (await asked(DOOR)).json();
    if (!door.who) return "signin";
    let found = "";
    for (const item of waiting) {
      if (item.who !== door.who) { found ||= "other"; continue; }
      const body = JSON.stringify({ ...item, now: Date.now() });
      const answer = await asked(DOOR, { method: "POST", body, headers: { "X-CSRFToken": door.token } });
      let said = answer.ok ? await answer.json() : {};
      if (answer.status === 401) return "signin";
      if (answer.status === 400) said = { state: "mend", words: [] };
      if (said.state === "kept") await forget(item.key);
      else if (said.state) await update(item.key, { state: said.state, words: said.words, answer: said.answer });
      else { found = "trouble"; continue; }
      document.dispatchEvent(new CustomEvent("tend:sent", { detail: { item, said } }));
    }
    return found;
  };
  // Only what is still there: an entry taken out meanwhile stays out.
  const update = async (key, changes) => {
    const item = await use("outbox", "readonly", (s) => s.get(key));
    if (item) await put({ ...item, ...changes });
  };
  const send = async () => {
    if (isOff()) return state;
    again = Boolean(running);
    return (running ||= rounds().finally(() => { running = undefined; }));
  };
  const rounds = async () => {
    do {
      again = false;
      const tried = () => round().catch(() => "unreachable");
      state = await (navigator.locks?.request("tend-outbox", tried) ?? tried());
    } while (again);
    await look();
    document.dispatchEvent(new CustomEvent("tend:tried", { detail: state }));
    return state;
  };

  const words = (form, button) => {
    const chosen = button?.name ? (button.querySelector("b, .long") ?? button).textContent.trim() : "";
    return chosen ? `${form.dataset.offline}: ${chosen}` : form.dataset.offline;
  };
  const tap = async (path, pairs, what, { key = newKey(), instead, state } = {}) => {
    const me = await kept("me");
    if (!me) throw new Error("nobody");
    const fields = pairs.filter(([name, value]) => value.trim && !/^(csrf.*|next|client_id)$/.test(name));
    const all = fields.some(([name]) => name === "all");
    const kid = me.kids.filter(([id]) => all || path.includes(id)).map(([, name]) => name).join(", ");
    const item = { key, who: me.who, path, fields, what, kid, tapped: Date.now(), state };
    await put(item, instead);
    return item;
  };

  // A page's form is kept first and then sent, with the same key: neither a page that dies nor an answer that gets lost
  // loses it or doubles it. The button says so at once; the answer takes it out again.
  const offline = (elt) => (isOff() || !chip()?.dataset.who ? null : elt?.closest?.("form[data-offline]"));
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (detail.verb !== "post" || !offline(detail.elt)) return;
    if (!detail.formData.get("client_id")) detail.formData.set("client_id", newKey());
    detail.timeout = TAP_MS;
    const form = offline(detail.elt), button = detail.triggeringEvent?.submitter, key = detail.formData.get("client_id");
    const { pathname } = new URL(detail.path, location.href);
    form.tend = { key, button, was: [...(button?.childNodes ?? [])] };
    form.tend.keeping = tap(pathname, [...detail.formData], words(form, button), { key, state: "sending" }).then(() => {
      if (form.tend && button?.clientWidth > 200) button.textContent = document.getElementById("alert").dataset.kept;
    }).catch(() => undefined);
  });
  document.addEventListener("htmx:afterRequest", async ({ detail: { requestConfig: asked, xhr } }) => {
    const form = asked?.verb === "post" && asked.elt?.closest?.("form[data-offline]"), mine = form && form.tend;
    if (!mine) return;
    delete form.tend;
    if (mine.button?.isConnected && mine.was.length) mine.button.replaceChildren(...mine.was);
    await mine.keeping;
    // Sent on to the sign-in page: it waits until somebody has signed in.
    if (xhr.status && !new URL(xhr.responseURL || location.href).pathname.startsWith("/account/")) forget(mine.key);
  });
  const lost = (event) => {
    const { requestConfig: asked, boosted } = event.detail;
    const form = asked?.verb === "post" && offline(asked.elt);
    const { pathname, search } = new URL(asked?.path ?? "", location.href);
    if (form) {
      event.stopImmediatePropagation();
      const at = document.getElementById("alert");
      const what = words(form, asked.triggeringEvent?.submitter);
      tap(pathname, [...asked.formData], what, { key: asked.formData.get("client_id") })
        .then((item) => tell(`${at.dataset.kept}: ${item.what}, ${item.kid}. ${at.dataset.untold}`, "/offline/#waiting", at.dataset.call))
        .then(() => setTimeout(send, RETRY_MS / 6), () => { at.textContent = at.dataset.offline; });
    } else if (boosted && asked?.verb === "get" && navigator.serviceWorker?.controller) {
      location.assign(pathname + search);
    }
  };
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  let judged = false;
  document.addEventListener("tend:sent", ({ detail: { item, said } }) => {
    const at = document.getElementById("alert"), first = said.messages?.[0];
    if (!at || (judged && !first)) return;
    judged ||= Boolean(first);
    if (said.state !== "kept") tell(`${item.what}, ${item.kid}: ${said.words.join(" ")}`, "/offline/#waiting", at.dataset.see);
    else if (first || said.words.length) tell(first ? `${item.kid}: ${first.name}. ${first.words}` : said.words[0], said.url, at.dataset.see);
    else tell(`${at.dataset.sent}: ${item.what}, ${item.kid}`, said.url, at.dataset.see);
  });

  const clear = async () => {
    await use("kept", "readwrite", (s) => s.clear());
    flag(CALLS, false);
    (await navigator.serviceWorker?.getRegistration?.())?.active?.postMessage({ keep: false });
  };

  const turn = async (on) => {
    flag(OFF, !on);
    if (on) return start();
    await clear();
    return undefined;
  };
  const calls = async (on) => {
    flag(CALLS, on);
    if (!on) return setKept("calls", null);
    const found = await (await asked(`${DOOR}?calls=1`)).json();
    return setKept("calls", { at: Date.now(), of: found.calls ?? {} });
  };
  let seen;
  const start = async () => {
    const at = seen = chip();
    if (isOff()) return;
    if (at?.dataset.who) {
      const kids = JSON.parse(at.dataset.kids);
      await setKept("me", { who: at.dataset.who, kids, unit: at.dataset.unit });
      if (kids.length && navigator.serviceWorker) {
        navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready)
          .then((found) => found.active.postMessage({ keep: true })).catch(() => undefined);
        const known = flag(CALLS) && (await kept("calls"));
        if (flag(CALLS) && !(known?.at > Date.now() - OLD_MS / 2)) calls(true).catch(() => undefined);
      }
    }
    await look();
    send();
  };
  const soon = () => document.visibilityState === "visible" && send().catch(() => undefined);
  addEventListener("online", soon);
  addEventListener("pageshow", (event) => event.persisted && soon());
  document.addEventListener("visibilitychange", soon);
  document.addEventListener("htmx:load", () => chip() !== seen && start().catch(() => undefined));
  setInterval(async () => (await all().catch(() => [])).some((item) => !item.state) && soon(), RETRY_MS);
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", () => start().catch(() => undefined));
  else start().catch(() => undefined);

  return { all, calls, clear, forget, isOff, kept, keepsCalls: () => flag(CALLS), look, put, send, tap, turn, update, words };
})();

// === Pages.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  // --- Saying things, in regions that are there from the first.
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
    // Clear of the bar: see scroll-padding in the style sheet.
    el.scrollIntoView({ block: "nearest" });
  };

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
    // A page in another language (after signing in, say) needs a frame of its own: words, direction, menu.
    const language = /^[^>]*>[^>]*<html lang="([^"]+)"/.exec(xhr.responseText)?.[1];
    const alone = !type.startsWith("text/html") || /<body[^>]*hx-boost="false"/.test(xhr.responseText) ||
      (language && language !== document.documentElement.lang);
    if (detail.boosted && xhr.status < 400 && alone) {
      // A file, or a page with scripts of its own.
      detail.shouldSwap = false;
      location.assign(xhr.responseURL);
      return;
    }
    const whole = /^\s*<!doctype/i.test(xhr.responseText);
    const asker = detail.requestConfig?.elt ?? detail.elt;
    if (!whole || detail.boosted || detail.selectOverride || asker?.closest?.("[hx-select]")) return;
    if (xhr.status < 400) {
      // Sent on, signed out for example.
      detail.shouldSwap = false;
      location.assign(xhr.responseURL);
    } else if (xhr.status < 500) {
      // A whole error page.
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

  // --- data-print, data-copy="#id" (with data-copied="words to say").
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

  // --- What changes elsewhere: once a minute, and whenever the page comes back to the front, pieces that carry data-poll
  // ask whether they still hold. Their data-mark is compared: 304 while nothing changed.
  const ASK_MS = 45000;
  let asked = Date.now();
  // The piece as it is now, in its place; undefined while nothing changed.
  const renewed = async (id) => {
    const old = byId(id);
    if (!old) return undefined;
    let answer;
    try {
      answer = await fetch(old.dataset.poll, { headers: { "If-None-Match": `"${old.dataset.mark}"` }, cache: "no-store", redirect: "error" });
    } catch {
      return undefined; // no line, or signed out: the next load says so
    }
    if (answer.status !== 200) return undefined;
    const piece = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
    if (!piece || !old.isConnected) return undefined;
    old.replaceWith(document.adoptNode(piece));
    htmx.process(piece);
    return piece;
  };
  const ask = () => {
    if (document.visibilityState !== "visible") return;
    asked = Date.now();
    askReminders();
    askToday();
  };
  // Another carer's entry is said over an open Today; the page itself stays as it is under the thumb.
  const askToday = async () => {
    const piece = await renewed("fresh");
    if (piece?.hasAttribute("data-says")) say("status", piece.querySelector("p").textContent);
  };
  // Another phone's "done" takes the bell, the list and the notification away here too.
  const askReminders = async () => {
    const fresh = await renewed("waiting");
    if (!fresh) return;
    if (!fresh.hidden) say("status", fresh.getAttribute("aria-label"));
    settleNotifications(fresh.dataset.tags.split(" "));
    const live = byId("live");
    if (live?.hasAttribute("data-live") && !live.contains(document.activeElement?.closest("form[data-sent]"))) {
      htmx.ajax("GET", location.href, { target: live, select: "#live", swap: "outerHTML" });
    }
  };
  const settleNotifications = async (tags) => {
    const worker = await navigator.serviceWorker?.getRegistration?.();
    for (const note of (await worker?.getNotifications?.()) ?? []) {
      if (note.data?.answer && !tags.includes(note.tag)) note.close();
    }
  };
  setInterval(ask, ASK_MS);
  document.addEventListener("visibilitychange", () => Date.now() - asked > 2000 && ask());

  // --- Dim at night, on a phone whose owner asked for it: a page may stay open across 22:00 and 6:00. The server decides
  // for the first frame, by the same zone.
  const root = document.documentElement;
  const hourIn = (timeZone) => {
    try {
      return Number(new Intl.DateTimeFormat("en", { hour: "numeric", hourCycle: "h23", timeZone }).format());
    } catch {
      return new Date().getHours(); // an old phone does not know every zone
    }
  };
  const dim = () => {
    if (!root.dataset.dim) return;
    const hour = hourIn(root.dataset.dim);
    const isNight = hour >= 22 || hour < 6;
    if (isNight === (root.dataset.theme === "dim")) return;
    if (isNight) root.dataset.theme = "dim";
    else delete root.dataset.theme;
    document.querySelectorAll("meta[name=theme-color]").forEach((meta) => {
      meta.content = isNight ? "#0b1215" : meta.dataset.day;
    });
  };
  setInterval(dim, 30000);
  ["visibilitychange", "htmx:afterSettle"].forEach((name) => document.addEventListener(name, dim));

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
    dim();
    announce(document);
    tellTimeZone(document);
    const summary = document.querySelector(".error-summary");
    if (summary && document.activeElement === document.body) focusOn(summary);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
