/* The offline page: fills its templates from the phone's own storage, keeps what is tapped, and gives way to the live
   page when that arrives before anybody has begun. */
(() => {
  "use strict";
  const box = window.tendOutbox;
  const NOBODY = "00000000-0000-0000-0000-000000000000";
  const main = document.getElementById("main"), status = document.getElementById("status");
  const part = (id) => document.importNode(document.getElementById(id).content, true);
  const worker = navigator.serviceWorker?.controller;
  const raced = location.pathname !== "/offline/";
  let me, kid, calls, line = raced && worker ? "asking" : "", touched = false;

  const time = (at) => new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }).format(at);
  const say = (text) => { status.textContent = text; };
  const fill = (root, css, text) => root.querySelectorAll(css).forEach((e) => { e.textContent = text; });

  // --- Whom to call: the family's own numbers, if they are kept here.
  const showCalls = (root) => root.querySelectorAll("[data-calls]").forEach((at) => {
    const known = calls?.of?.[kid?.[0]];
    const found = part("calls");
    const few = at.dataset.calls === "few", numbers = known?.numbers ?? [];
    // After a tap the first number and the last, the emergency number: the other questions must stay near.
    for (const { name, tel, phone, hours } of few ? new Set([numbers[0], numbers[numbers.length - 1]].filter(Boolean)) : numbers) {
      const one = part("one-number");
      one.querySelector("a").href = tel;
      fill(one, "[data-who]", name);
      fill(one, "[data-phone]", phone);
      fill(one, "[data-hours]", hours);
      found.querySelector("[data-numbers]").append(one);
    }
    fill(found, "[data-when]", (!few && known?.when) || "");
    found.querySelector("[data-no-numbers]").hidden = Boolean(known?.numbers.length);
    at.replaceChildren(found);
  });

  // --- Which child, and whether Tend can be reached.
  const showKids = () => {
    const nav = document.querySelector(".switch-nav");
    nav.hidden = !(me?.kids.length > 1) || box.isOff();
    nav.firstElementChild.replaceChildren(...(me?.kids ?? []).map((one) => {
      const li = document.createElement("li"), button = document.createElement("button"), name = document.createElement("bdi");
      Object.assign(button, { type: "button", className: "button" });
      button.setAttribute("aria-current", String(one === kid));
      name.textContent = one[1];
      button.append(name);
      button.addEventListener("click", () => { kid = one; touched = true; showKids(); show(); });
      li.append(button);
      return li;
    }));
  };
  const showLine = () => {
    main.querySelector(":scope > [data-line]")?.remove();
    if (!line) return;
    const root = part("line");
    // All lie in one place, as high as the highest, and one is seen: what is below does not move when it changes.
    root.querySelectorAll("[data-state]").forEach((e) => e.classList.toggle("unseen", e.dataset.state !== line));
    root.querySelector("[data-live]").href = raced ? location.pathname + location.search : "/";
    main.prepend(root);
  };
  const setLine = (now) => { if (line !== now) { line = now; showLine(); } };

  // --- One view at a time, named by the address's hash.
  const show = async () => {
    const [name, key] = location.hash.slice(1).split("=");
    const usable = me?.kids.length && !box.isOff();
    const item = key && (await box.all()).find((one) => one.key === key);
    const wanted = item ? viewOf(item) : name || "home";
    const known = document.getElementById(`view-${wanted}`) ? wanted : "home";
    const root = part(`view-${usable || ["phone", "waiting"].includes(known) ? known : "nobody"}`);
    if (item) kid = me.kids.find(([id]) => item.path.includes(id)) ?? kid;
    fill(root, "[data-name]", kid?.[1] ?? "");
    root.querySelectorAll("form[data-path]").forEach((form) => {
      form.dataset.path = form.dataset.path.replace(NOBODY, kid[0]);
      if (!("each" in form.dataset)) return;
      const together = box.family(me.kids, kid).length, both = form.querySelector("button");
      form.hidden = together < 2;
      if (together === 2) both.textContent = both.dataset.both;
    });
    const unit = root.querySelector(`[name="unit"][value="${me?.unit}"]`);
    if (unit) unit.checked = true;
    if (item) prefill(root, item);
    const off = root.querySelector("[data-switched-off]");
    if (off) { off.hidden = !box.isOff(); root.querySelector("[data-signed-out]").hidden = box.isOff(); }
    showCalls(root);
    main.replaceChildren(root);
    showLine();
    if (known === "waiting") await list();
    if (known === "phone") switches();
    if (name) main.querySelector("h1").tabIndex = -1;
    if (name) main.querySelector("h1").focus({ preventScroll: true });
    scrollTo(0, 0);
  };
  const viewOf = (item) => [...document.querySelectorAll("template[id^=view-]")]
    .find(({ content }) => [...content.querySelectorAll("form.form")].some((form) => item.path.endsWith(form.dataset.path.split(NOBODY)[1])))?.id.slice(5);
  const prefill = (root, item) => {
    const form = root.querySelector("form.form");
    form.dataset.mends = item.key;
    for (const [name, value] of item.fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (["radio", "checkbox"].includes(field.type)) field.checked ||= field.value === value;
        else field.value = value;
      }
    }
    if (!item.words?.length) return;
    const told = Object.assign(document.createElement("p"), { className: "note note-live", textContent: item.words.join(" ") });
    form.prepend(told);
  };

  // --- A tap: kept, then said.
  const shown = (form, button) => {
    const field = form.dataset.shows && form.elements[form.dataset.shows];
    const unit = form.querySelector("[name=unit]:checked");
    const more = field?.selectedOptions ? field.selectedOptions[0].textContent : field?.value && `${field.value}${unit ? ` °${unit.value}` : ""}`;
    return more ? `${form.dataset.offline}: ${more}` : box.words(form, button);
  };
  const saved = (items, after) => {
    const root = part("saved-here"), card = root.firstElementChild;
    card.keys = items.map((item) => item.key);
    fill(root, "[data-what]", items[0].what);
    fill(root, "[data-kid]", box.list(items.map((item) => item.kid)));
    fill(root, "[data-time]", time(items[0].tapped));
    showCalls(root);
    card.querySelector("[data-undo]").addEventListener("click", async () => {
      const follows = await Promise.all(items.map((item) => box.takeBack(item)));
      const gone = part("taken-back").querySelector(`[data-follows=${follows.includes(true) ? "yes" : "no"}]`);
      // The card goes when its entry is sent, which may have been in this moment.
      if (card.isConnected) card.replaceWith(gone);
      else main.querySelector("h1").after(gone);
      gone.focus();
      document.querySelectorAll(`[data-of="${items[0].key}"]`).forEach((e) => e.removeAttribute("aria-pressed"));
      soon();
    });
    document.querySelectorAll("[data-testid=saved], [data-testid=taken-back], [data-testid=sent]:not(.card-live)").forEach((e) => e.remove());
    if (after) after.after(root);
    else main.querySelector("h1").after(root);
    say(`${card.querySelector("h2").textContent}: ${items[0].what}. ${card.querySelector(".strong").textContent}`);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-path]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.keeping) return;
    form.dataset.keeping = "1";
    touched = true;
    const button = box.sender(event, form), { mends, path } = form.dataset;
    // The button's own answer by hand: Safari before 16.4 does not take it from FormData's second word.
    const fields = [...new FormData(form), ...(button?.name ? [[button.name, button.value]] : [])];
    try {
      if (mends) return await mended(form, fields);
      const what = shown(form, button), items = [];
      for (const [id] of "each" in form.dataset ? box.family(me.kids, kid) : [kid]) {
        const at = path.replace(kid[0], id);
        items.push(await box.tap(at, fields, what, { instead: await sameQuestion(at, button) }));
      }
      if (form.classList.contains("form")) {
        history.replaceState(null, "", location.pathname + location.search);
        await show();
      }
      form.querySelectorAll("button").forEach((e) => e.setAttribute("aria-pressed", String(e === button && button.name !== "")));
      button.dataset.of = items[0].key;
      saved(items, form.isConnected && form.closest("#main") && !form.closest(".thumb") ? form : null);
      soon();
    } finally {
      delete form.dataset.keeping;
    }
    return undefined;
  });
  // Another answer to the same question of the same day, while the first one still waits: it takes its place. An undo is
  // no answer: what it undoes may be in the record.
  const sameQuestion = async (path, { name }) => {
    if (!name || name === "routines") return undefined;
    const day = (at) => new Date(at - 4 * 3600e3).toDateString();
    const same = (await box.all()).filter((one) => !one.state && !one.back && one.path === path && one.fields.some(([field]) => field === name));
    return same.find((one) => day(one.tapped) === day(Date.now()))?.key;
  };
  const mended = async (form, fields) => {
    const item = (await box.all()).find((one) => one.key === form.dataset.mends);
    const asked = new Set([...form.elements].map((e) => e.name));
    const rest = (item?.fields ?? []).filter(([name]) => !asked.has(name) && name !== "confirmed");
    if (item) await box.update(item.key, { fields: [...fields, ...rest], what: shown(form), state: "", words: [], answer: null });
    location.hash = "waiting";
    soon();
  };

  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-live]")) worker?.postMessage({ drop: true });
    if (target.closest("a, button, input, select, textarea, label")) touched = true;
  });
  document.addEventListener("tend:sent", ({ detail: { item, said } }) => {
    if (said.state !== "kept") return;
    if (item.back) { undone(item, said); return; }
    const root = part("sent-now");
    fill(root, "[data-what]", item.what);
    fill(root, "[data-kid]", item.kid);
    const told = [...said.messages.flatMap(({ name, told, words }) => [name, told, words]), ...said.words];
    root.querySelector("[data-said]").append(...told.map((text) => Object.assign(document.createElement("p"), { textContent: text })));
    root.querySelector("[data-open]").href = said.url;
    const card = root.firstElementChild, urgent = said.messages.some(({ level }) => level > 0);
    const own = [...main.querySelectorAll("[data-testid=saved], [data-testid=sent]")].find((e) => e.keys?.includes(item.key));
    // Nothing may move under a thumb on its way: "Sent" takes the room of its "Saved", or comes after everything. What
    // another tap says stays, with its Undo. Only what cannot wait goes to the top.
    main.querySelectorAll("[data-testid=sent]:not(.card-live)").forEach((e) => !e.keys && e.remove());
    if (urgent) card.classList.add("card-live");
    if (own) {
      Object.assign(card, { keys: own.keys, kids: [...(own.kids ?? []), item.kid] });
      fill(card, "[data-kid]", box.list(card.kids));
    }
    const focused = own?.contains(document.activeElement);
    if (urgent) {
      if (own?.matches("[data-testid=saved]")) own.remove();
      main.querySelector("h1").after(root);
    } else if (own && !own.matches(".card-live")) {
      card.style.minBlockSize = `${own.getBoundingClientRect().height}px`;
      stillSaid(own, card);
      own.replaceWith(root);
    } else main.append(root);
    if (focused) card.focus({ preventScroll: true });
    say(`${card.querySelector("h2").textContent}: ${box.named(item)}. ${told.join(" ")}`);
  });
  // What was said of the child before stays when the next one's card takes the room, and so does the way to it.
  const stillSaid = (own, card) => {
    const before = [...own.querySelectorAll("[data-said] > *")], now = card.querySelector("[data-said]");
    if (!before.length) return;
    const texts = before.map((e) => e.textContent);
    [...now.children].forEach((e) => texts.includes(e.textContent) && e.remove());
    now.prepend(...before);
    card.querySelector("[data-open]").href = own.querySelector("[data-open]").href;
  };
  const undone = (item, { words }) => {
    const root = part("undone"), at = root.firstElementChild;
    fill(root, "[data-which]", box.named(item));
    fill(root, "[data-said]", words.join(" "));
    document.querySelectorAll("[data-testid=taken-back]").forEach((e) => e.remove());
    main.querySelector("h1").after(root);
    say(at.textContent.trim().replace(/\s+/g, " "));
  };
  const soon = () => box.send();
  document.addEventListener("tend:tried", ({ detail: outcome }) => {
    if (outcome === "unreachable") setLine("none");
    else if (line !== "asking" && (line || outcome)) setLine("there");
  });

  // --- The live page, where the worker was asked for one and had to show this first.
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data?.live === undefined) return;
    if (data.live && !touched) location.replace(data.live);
    else setLine(data.live ? "there" : "none");
  });
  const known = async () => {
    [me, calls] = await Promise.all([box.kept("me"), box.kept("calls")]);
  };
  const { list, switches } = window.tendWaiting({
    main, part, fill, time, viewOf,
    get me() { return me; },
    changed: async () => { await known(); showKids(); },
  });
  // A shortcut of the installed app: what it asks for, or why that is not here.
  const wish = new URLSearchParams(location.search).get("to");
  const start = async () => {
    await known();
    kid = me?.kids.find(([id]) => location.pathname.includes(id)) ?? me?.kids[0];
    if (wish === "lump" && !location.hash) history.replaceState(null, "", "#lump");
    showKids();
    await show();
    if (wish === "vaccines") main.querySelector("h1").after(part("no-vaccines"));
    if (raced) worker?.postMessage({ await: location.pathname + location.search });
    soon();
  };
  addEventListener("hashchange", show);
  start();
})();
