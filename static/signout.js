/* Signing out: says what would be lost, and leaves nothing behind on the phone. */
(() => {
  "use strict";
  const box = window.tendOutbox;
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-signs-out]");
    if (!form || form.dataset.cleared) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const anyway = "anyway" in (event.submitter?.dataset ?? {});
    signOut(form, anyway);
  }, true);
  const signOut = async (form, anyway) => {
    delete form.dataset.sent; // nothing has gone yet: it may be tapped again
    try {
      const who = document.getElementById("outbox")?.dataset.who;
      // Also what another page is just sending: here nobody waits for its answer, and the key makes one entry of both.
      if (!anyway) await box.send(true);
      const mine = (await box.all(true)).filter((item) => item.who === who);
      if (mine.length && !anyway) {
        const warning = document.importNode(document.getElementById("unsent").content, true);
        form.replaceChildren(...[...form.children].filter((e) => e.type === "hidden"), warning);
        form.querySelector("[tabindex]").focus();
        return;
      }
      for (const item of mine) await box.forget(item.key);
      await box.clear();
    } catch { /* storage is shut: there is nothing in it */ }
    form.dataset.cleared = "1";
    form.submit(); // requestSubmit is not in every browser that families have
  };
})();
