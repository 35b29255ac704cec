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
  const use = async (stores, mode, what) => {
    const names = [].concat(stores), work = (await db()).transaction(names, mode, { durability: "strict" });
    return new Promise((done, fail) => {
      const ask = what(...names.map((name) => work.objectStore(name)));
      work.oncomplete = () => done(ask.result);
      work.onerror = work.onabort = () => fail(work.error);
    });
  };
  // What is just being sent by its own page does not wait, unless `every` is asked for; left behind by a page that died, it
  // does, also where the clock was set back since. What was put back comes after its undo, which would take it along.
  const all = async (every) => (await use("outbox", "readonly", (s) => s.getAll()))
    .filter((item) => every || item.state !== "sending" || Math.abs(Date.now() - item.tapped) > SENDING_MS)
    .map((item) => (item.state === "sending" ? { ...item, state: undefined } : item))
    .sort((a, b) => a.tapped - b.tapped || Boolean(b.back) - Boolean(a.back));
  const kept = (name) => use("kept", "readonly", (s) => s.get(name));
  const setKept = (name, value) => use("kept", "readwrite", (s) => s.put(value, name));
  const forget = async (key) => { await use("outbox", "readwrite", (s) => s.delete(key)); return look(); };
  const stored = () => {
    look();
    navigator.storage?.persist?.().catch(() => undefined);
  };
  const put = async (item) => {
    await use("outbox", "readwrite", (s) => s.put(item));
    stored();
  };
  // A look and a write in one go, so that nothing slips in between: `how` gives what is to stand there, null for nothing,
  // undefined to leave it. Gives what stood there before.
  const change = async (key, how) => {
    let before, touched;
    await use("outbox", "readwrite", (s) => {
      const ask = s.get(key);
      ask.onsuccess = () => {
        before = ask.result;
        const after = how(before);
        touched = after !== undefined;
        if (after) s.put(after);
        else if (touched) s.delete(key);
      };
      return ask;
    });
    if (touched) await look();
    return before;
  };
  const update = (key, changes) => change(key, (now) => now && { ...now, ...changes });
  // Taken out by hand. What was sent may be in the record, whatever the phone heard: then an undo goes after it, under
  // the same key, and true is given.
  const takeBack = async (item) => {
    let follows = false;
    await change(item.key, (now) => {
      follows = !item.back && (now ?? { tried: true }).tried === true;
      return follows ? { ...item, ...now, back: true, state: undefined, words: [], answer: null } : null;
    });
    return follows;
  };
  // Once an undo is on its way, what it undoes comes back as another tap.
  const putBack = (item) => put(item.tried ? { ...item, key: newKey(), tried: false, state: undefined } : item);

  const chip = () => document.getElementById("outbox");
  const look = async () => {
    const items = await all();
    const at = chip(), count = items.length;
    if (at) {
      at.hidden = !count;
      const isOld = Date.now() - items[0]?.tapped > OLD_MS;
      at.textContent = count ? `${count} ${at.dataset.waiting}` : "";
      at.classList.toggle("chip-old", isOld);
      if (isOld) at.append(Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: ` ${at.dataset.old}` }));
    }
    document.dispatchEvent(new Event("tend:outbox"));
  };
  const tell = (words, url, link) => {
    const at = document.getElementById("alert");
    if (!at) return;
    at.textContent = words;
    at.append(" ", Object.assign(document.createElement("a"), { href: url, textContent: link, className: "link" }));
  };

  const asked = (path, options) => {
    const late = new AbortController();
    setTimeout(() => late.abort(), ASK_MS); // AbortSignal.timeout is not in every browser that families have
    return fetch(path, { cache: "no-store", redirect: "error", signal: late.signal, ...options });
  };
  let state = "", running, again = false, every = false;
  const round = async () => {
    const waiting = (await all(every)).filter((item) => !item.state);
    if (!waiting.length) return "";
    const door = await (await asked(DOOR)).json();
    if (!door.who) return "signin";
    let found = "";
    for (const { key, who } of waiting) {
      if (who !== door.who) { found ||= "other"; continue; }
      const item = await begun(key);
      if (!item) continue;
      const body = JSON.stringify({ ...item, now: Date.now() });
      const answer = await asked(DOOR, { method: "POST", body, headers: { "X-CSRFToken": door.token } });
      let said = answer.ok ? await answer.json() : {};
      if (answer.status === 401) return "signin";
      if (answer.status === 400) said = { state: "mend", words: [] };
      if (!said.state) { found = "trouble"; continue; }
      // Only the same thing: an undo that took its place meanwhile stays.
      await change(key, (now) => {
        if (!now || Boolean(now.back) !== Boolean(item.back)) return undefined;
        return said.state === "kept" ? null : { ...now, tried: false, state: said.state, words: said.words, answer: said.answer };
      });
      document.dispatchEvent(new CustomEvent("tend:sent", { detail: { item, said } }));
    }
    return found;
  };
  // From here on it may be in the record. Nothing for what was taken out, or waits for an answer, since it was listed.
  const begun = async (key) => {
    let now;
    await change(key, (item) => {
      if (!item || (item.state && item.state !== "sending")) return undefined;
      now = { ...item, state: undefined, tried: true };
      return item.tried && !item.state ? undefined : now;
    });
    return now;
  };
  // `also` what another page is just sending: the key makes one entry of both.
  const send = async (also) => {
    if (isOff()) return state;
    every ||= also === true;
    again = Boolean(running);
    return (running ||= rounds().finally(() => { running = undefined; every = false; }));
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
  const named = ({ what, kid }) =>
    (kid ? chip().dataset.named.replace("{what}", () => what).replace("{child}", () => kid) : what);
  const list = (names) => new Intl.ListFormat(document.documentElement.lang).format(names);
  // The children of one family: "all" never reaches another one.
  const family = (kids, kid) => kids.filter((one) => one[2] === kid[2]);
  const tap = async (path, pairs, what, { key = newKey(), instead, state, tried = false } = {}) => {
    const fields = pairs.filter(([name, value]) => value.trim && !/^(csrf.*|next|client_id)$/.test(name));
    const tapped = Date.now(), page = chip()?.dataset;
    // Whoever the page was made for, even if another one has signed in since. Only the offline page knows nobody.
    const whose = page?.who && { who: page.who, kids: JSON.parse(page.kids) };
    let item;
    // Who it is and the tap in one go: the time until "Saved on this phone" is mostly the phone's own writing.
    await use(["outbox", "kept"], "readwrite", (outbox, about) => {
      const ask = about.get("me");
      ask.onsuccess = () => {
        const { who, kids } = whose || ask.result || {};
        if (!who) return;
        const one = kids.find(([id]) => path.includes(id)), isAll = one && fields.some(([name]) => name === "all");
        const kid = list((isAll ? family(kids, one) : [one]).filter(Boolean).map(([, name]) => name));
        item = { key, who, path, fields, what, kid, tapped, state, tried };
        if (instead) outbox.delete(instead);
        outbox.put(item);
      };
      return ask;
    });
    if (!item) throw new Error("nobody");
    stored();
    return item;
  };

  // Which button sent a form; Safari before 15.4 does not say.
  let pressed;
  document.addEventListener("click", ({ target }) => { pressed = target.closest?.("button"); }, true);
  const sender = (event, form) => event?.submitter ?? (pressed?.form === form ? pressed : null);

  // A page's form is kept first and then sent, with the same key: neither a page that dies nor an answer that gets lost
  // loses it or doubles it. The page says so at once: on a wide button, else in a line below; the answer takes it out again.
  const offline = (elt) => (isOff() || !chip()?.dataset.who ? null : elt?.closest?.("form[data-offline]"));
  const posted = (asked) => asked?.verb === "post" && offline(asked.elt);
  const keeping = new Map();
  const showKept = (form, button) => {
    const told = document.getElementById("alert").dataset.kept;
    if (button?.clientWidth > 200) { button.textContent = told; return; }
    form.tend.line = Object.assign(document.createElement("p"), { className: "small", textContent: told });
    form.tend.line.dataset.keptLine = "";
    form.append(form.tend.line);
    if (!button?.name) return;
    form.querySelectorAll("[aria-pressed]").forEach((e) => e.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", "true");
  };
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const form = detail.verb === "post" && offline(detail.elt);
    if (!form) return;
    if (!detail.formData.get("client_id")) detail.formData.set("client_id", newKey());
    detail.timeout = TAP_MS;
    const button = sender(detail.triggeringEvent, form), key = detail.formData.get("client_id");
    const { pathname } = new URL(detail.path, location.href);
    form.tend = { key, button, was: [...(button?.childNodes ?? [])] };
    keeping.set(key, tap(pathname, [...detail.formData], words(form, button), { key, state: "sending", tried: true })
      .then(() => form.tend && showKept(form, button)).catch(() => undefined));
  });
  // What only the form itself can have said: it took it, or asks for another answer. Anything else is no answer to the
  // tap: it stays. So does one that was sent on to the sign-in page, until somebody has signed in.
  const isAnswer = ({ status, responseURL }) =>
    ((status >= 200 && status < 400) || [400, 409, 413, 422].includes(status)) &&
    !new URL(responseURL || location.href).pathname.startsWith("/account/");
  document.addEventListener("htmx:afterRequest", async ({ detail: { requestConfig: asked, xhr } }) => {
    const form = asked?.verb === "post" && asked.elt?.closest?.("form[data-offline]"), mine = form && form.tend;
    if (!mine) return;
    delete form.tend;
    mine.line?.remove();
    if (mine.button?.isConnected && mine.was.length) mine.button.replaceChildren(...mine.was);
    await keeping.get(mine.key);
    keeping.delete(mine.key);
    if (isAnswer(xhr)) forget(mine.key);
  });
  const stays = async ({ path, formData, triggeringEvent }, form) => {
    const at = document.getElementById("alert"), key = formData.get("client_id"), button = sender(triggeringEvent, form);
    const what = words(form, button);
    await keeping.get(key);
    const item = (await change(key, (now) => now && { ...now, state: undefined })) ??
      (await tap(new URL(path, location.href).pathname, [...formData], what, { key, tried: true }));
    tell(`${at.dataset.kept}: ${named(item)}. ${at.dataset.untold}`, "/offline/#waiting", at.dataset.call);
    setTimeout(send, RETRY_MS / 6);
  };
  const lost = (event) => {
    const { requestConfig: asked, boosted } = event.detail;
    const form = posted(asked);
    const { pathname, search } = new URL(asked?.path ?? "", location.href);
    if (form) {
      event.stopImmediatePropagation();
      const at = document.getElementById("alert");
      stays(asked, form).catch(() => { at.textContent = at.dataset[event.detail.xhr?.status ? "trouble" : "offline"]; });
    } else if (boosted && asked?.verb === "get" && navigator.serviceWorker?.controller) {
      location.assign(pathname + search);
    }
  };
  // A page that says "no" or "broken" would stand in the place of the tap it says nothing about.
  const isRefusal = ({ requestConfig, xhr }) => posted(requestConfig) && xhr.status >= 400 && !isAnswer(xhr);
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (!isRefusal(event.detail)) return;
    event.detail.shouldSwap = false;
    event.stopImmediatePropagation();
  });
  document.addEventListener("htmx:responseError", (event) => isRefusal(event.detail) && lost(event));
  document.addEventListener("htmx:sendError", lost);
  document.addEventListener("htmx:timeout", lost);
  let judged = false;
  document.addEventListener("tend:sent", ({ detail: { item, said } }) => {
    const at = document.getElementById("alert"), first = said.messages?.[0];
    if (!at || (judged && !first)) return;
    judged ||= Boolean(first);
    if (said.state !== "kept") tell(`${named(item)}: ${said.words.join(" ")}`, "/offline/#waiting", at.dataset.see);
    else if (item.back) tell(`${at.dataset.back}: ${named(item)}`, said.url, at.dataset.see);
    else if (first || said.words.length) tell(first ? `${item.kid}: ${first.name}. ${first.words}` : said.words[0], said.url, at.dataset.see);
    else tell(`${at.dataset.sent}: ${named(item)}`, said.url, at.dataset.see);
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

  return {
    all, calls, clear, family, forget, isOff, kept, keepsCalls: () => flag(CALLS), list, look, named, putBack, send, sender,
    takeBack, tap, turn, update, words,
  };
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
    // The offline page is made without a request: its first frame knows the wish from here (static/night.js).
    try {
      if (root.dataset.dim) localStorage.setItem("tend-dim", root.dataset.dim);
      else localStorage.removeItem("tend-dim");
    } catch { /* shut */ }
    dim();
    announce(document);
    tellTimeZone(document);
    const summary = document.querySelector(".error-summary");
    if (summary && document.activeElement === document.body) focusOn(summary);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
