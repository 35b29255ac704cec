/* The offline page is made without a request, so no cookie tells it that this device wishes to be dim at night (ADR 23).
   tend.js keeps the wish in the browser; here it is read before the first frame. The hours are those of tracker/dim.py. */
(() => {
  "use strict";
  let zone;
  try { zone = localStorage.getItem("tend-dim"); } catch { /* shut */ }
  if (!zone) return;
  const root = document.documentElement;
  root.dataset.dim = zone;
  let hour;
  try {
    hour = Number(new Intl.DateTimeFormat("en", { hour: "numeric", hourCycle: "h23", timeZone: zone }).format());
  } catch {
    hour = new Date().getHours();
  }
  if (hour < 22 && hour >= 6) return;
  root.dataset.theme = "dim";
  document.querySelector("meta[name=color-scheme]").content = "dark";
  document.querySelectorAll("meta[name=theme-color]").forEach((meta) => { meta.content = "#0b1215"; });
})();
