/* The offline page: the list of what waits on this phone, and the phone's two switches. Loaded before offline.js, which
   gives it its own `page`: templates, words, and who uses the phone. */
window.tendWaiting = (page) => {
  "use strict";
  const box = window.tendOutbox, { main, part, fill, time } = page;
  const OLD_MS = 24 * 3600e3;
  let removed, outcome = "", drawn;

  // --- How long the oldest has waited, in the page's own language.
  const age = (since) => {
    const minutes = Math.round((Date.now() - since) / 60e3);
    const [count, unit] = minutes < 60 ? [minutes, "minute"] : minutes < 48 * 60 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
    return new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: minutes ? "always" : "auto" }).format(-count, unit);
  };

  // What cannot be sent any more is shown to be copied: what it is, and the words somebody wrote, without a field's name.
  const written = (item) => {
    const view = document.getElementById(`view-${page.viewOf(item)}`)?.content;
    const isFree = (name) => view?.querySelector(`textarea[name="${CSS.escape(name)}"], input[type=text][name="${CSS.escape(name)}"]`);
    return item.fields.filter(([name, value]) => value && isFree(name)).map(([, value]) => value);
  };
  const row = (item) => {
    const root = part("one-item"), find = (css) => root.querySelector(css);
    fill(root, ".row-title", box.named(item));
    fill(root, "[data-when]", time(item.tapped));
    fill(root, "[data-problem]", (item.words ?? []).join(" "));
    fill(root, "[data-written]", item.state === "gone" ? written(item).join(" ") : "");
    find("[data-undo]").hidden = !item.back || item.state === "gone";
    find("[data-mend]").hidden = item.state !== "mend" || !page.viewOf(item);
    find("[data-mend]").href = `#mend=${item.key}`;
    const answer = find("[data-answer]"), [name, value, words] = item.answer ?? [];
    if (words) {
      answer.hidden = false;
      answer.textContent = words;
      answer.addEventListener("click", async () => {
        await box.update(item.key, { fields: [...item.fields, [name, value]], state: "", words: [], answer: null });
        box.send();
      });
    }
    const remove = find("[data-remove]");
    remove.hidden = item.back && item.state !== "gone";
    remove.addEventListener("click", async () => {
      removed = item;
      if (await box.takeBack(item)) { removed = { ...item, tried: true }; box.send(); }
      await list();
      main.querySelector("[data-put-back]")?.focus();
    });
    return root;
  };
  const list = async () => {
    const items = await box.all(), rows = main.querySelector("[data-items]");
    if (!rows) return;
    const mine = items.filter((item) => item.who === page.me?.who);
    main.querySelectorAll("[data-some]").forEach((e) => { e.hidden = !items.length; });
    main.querySelector("[data-none]").hidden = items.length > 0;
    const oldest = main.querySelector("[data-oldest]");
    oldest.textContent = items.length ? oldest.dataset.oldest.replace("{age}", () => age(items[0].tapped)) : "";
    main.querySelector("[data-old]").hidden = !(items[0]?.tapped < Date.now() - OLD_MS);
    main.querySelectorAll("[data-said]").forEach((e) => { e.hidden = e.dataset.said !== outcome; });
    const gone = main.querySelector("[data-removed]");
    gone.hidden = !removed;
    if (removed) fill(gone, "[data-which]", box.named(removed));
    // Drawn anew only when it is another list: a button that has the focus keeps it.
    const now = JSON.stringify([items, page.me?.who]);
    if (rows.childElementCount && now === drawn) return;
    drawn = now;
    rows.replaceChildren(...mine.map(row));
    if (items.length > mine.length) {
      const others = part("other-items");
      fill(others, "[data-count]", String(items.length - mine.length));
      rows.append(others);
    }
  };
  document.addEventListener("click", async ({ target }) => {
    if (target.closest("[data-send]")) box.send();
    if (target.closest("[data-put-back]") && removed) {
      const item = removed;
      removed = undefined;
      await box.putBack(item);
      box.send();
    }
  });
  document.addEventListener("tend:outbox", () => list());
  document.addEventListener("tend:tried", ({ detail }) => { outcome = detail; list(); });

  // --- The switches of this phone.
  const switches = () => {
    const on = main.querySelector("[data-switch=offline]"), keeps = main.querySelector("[data-switch=calls]");
    on.checked = !box.isOff();
    keeps.checked = box.keepsCalls();
    const unsent = main.querySelector("[data-unsent]");
    on.addEventListener("change", async () => {
      // Also what another page is just sending: with the switch off nothing would send it.
      unsent.hidden = on.checked || !(await box.all(true)).length;
      if (!unsent.hidden) { on.checked = true; return; }
      await box.turn(on.checked);
      await page.changed();
      keeps.checked = box.keepsCalls();
    });
    keeps.addEventListener("change", async () => {
      const trouble = main.querySelector("[data-trouble]");
      trouble.hidden = true;
      try {
        await box.calls(keeps.checked);
      } catch {
        keeps.checked = false;
        await box.calls(false);
        trouble.hidden = false;
      }
      await page.changed();
    });
  };
  return { list, switches };
};
