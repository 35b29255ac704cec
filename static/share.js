/* A reader's page, under a share or by a clinician's account: Copy and Print, which the family's list hears of. The page
   works without it. */
(function () {
  "use strict";
  var actions = document.getElementById("actions");

  // A page that comes back from the browser's memory may have been ended since: ask again.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) location.reload();
  });
  if (!actions) return;

  var tell = function (kind) {
    // An account's pages follow each other without a load: what is printed later is another page.
    if (!document.documentElement.contains(actions)) return;
    var body = new URLSearchParams({ kind: kind });
    if (actions.dataset.pass) body.set("pass", actions.dataset.pass);
    if (actions.dataset.csrf) body.set("csrfmiddlewaretoken", actions.dataset.csrf);
    // The answer is not waited for: a list that cannot be reached must not keep a clinician from printing.
    if (navigator.sendBeacon) navigator.sendBeacon(actions.dataset.mark, body);
    else fetch(actions.dataset.mark, { method: "POST", body: body, keepalive: true });
  };
  var say = function (text) {
    document.getElementById("status").textContent = text;
  };

  // Printing by the browser's own menu counts as much as by the button; so does copying by keys.
  window.addEventListener("beforeprint", function () { tell("printed"); });
  document.addEventListener("copy", function () { tell("copied"); });

  actions.addEventListener("click", function (event) {
    var button = event.target.closest("[data-print], [data-copy]");
    if (!button) return;
    // An account's frame has a Copy and a Print of its own, which tell nobody.
    event.stopPropagation();
    if (button.hasAttribute("data-print")) {
      window.print();
      return;
    }
    var source = document.querySelector(button.dataset.copy);
    var text = source.value === undefined ? source.innerText : source.value;
    var done = function () {
      say(button.dataset.copied);
      button.querySelector("span").textContent = button.dataset.copied;
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(function () { tell("copied"); done(); }, function () { select(source); });
    } else {
      select(source);
      if (document.execCommand("copy")) done();
    }
  });

  var select = function (source) {
    var folded = source.closest("details");
    if (folded) folded.open = true;
    if (source.select) {
      source.focus();
      source.select();
      return;
    }
    var range = document.createRange();
    range.selectNodeContents(source);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
  };
})();
