"""What must hold for every page: found by axe, and by Tend's own, stricter measures."""

import os
import re
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

from tests.browser.phone import LARGE, SMALL, Phone

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
# target-size does not run unless its tag is asked for.
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
NARROW = {"width": 320, "height": 640}
STATUS_EMPTY = re.compile(r'<div id="status" role="status"[^>]*></div>')
# A folder: every page looked at is also stored there as pictures, for human eyes.
PICTURES = os.environ.get("TEND_PICTURES")

# A link in the middle of a sentence is as high as the sentence; every other control has room for a thumb.
SMALL_TARGETS = """() => {
  const inSentence = (e) => e.tagName === 'A' && !e.matches('.link, .button') && e.closest('p, li, dd')
    && e.closest('p, li, dd').textContent.trim().length > e.textContent.trim().length;
  const controls = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button]';
  return [...document.querySelectorAll(controls)]
    .filter((e) => e.checkVisibility({visibilityProperty: true}) && !e.closest('.visually-hidden, .skip')
      && !inSentence(e))
    .map((e) => [e, (e.matches('input') && e.closest('label') || e).getBoundingClientRect()])
    .filter(([e, r]) => r.width < 43.9 || r.height < 43.9)
    .map(([e, r]) => `small: ${Math.round(r.width)}x${Math.round(r.height)} ${e.outerHTML.slice(0, 90)}`);
}"""
OFF_SCREEN = """() => {
  const wide = document.documentElement.scrollWidth - innerWidth;
  const clipped = [...document.querySelectorAll('.button, .nav a, .badge, .tile, .choice, .band, .row')]
    .filter((e) => e.checkVisibility() && !e.matches('.skip') && e.scrollWidth > e.clientWidth + 1)
    .map((e) => `clipped: ${e.outerHTML.slice(0, 90)}`);
  return wide > 0 ? [`${wide} px too wide`, ...clipped] : clipped;
}"""

# What nobody can use with script off: a control that belongs to no form, a form nothing sends, a link to nowhere, a
# piece that waits for script and no <noscript> right behind it that says so.
NEEDS_SCRIPT = """() => {
  const all = (css) => [...document.querySelectorAll(css)];
  all('details').forEach((e) => { e.open = true; });
  const shown = (e) => e.checkVisibility({visibilityProperty: true});
  const explained = (e) => e.closest('[hidden]')?.nextElementSibling?.matches('noscript');
  const sends = (form) => [...form.elements].some((e) => e.type === 'submit' && shown(e));
  const links = (e) => {
    const to = e.getAttribute('href');
    return to.startsWith('#') ? to.length > 1 && document.getElementById(to.slice(1)) : to && !/^javascript:/i.test(to);
  };
  const wrong = {
    'belongs to no form': all('button, input, select, textarea').filter((e) => !e.form && !e.readOnly && shown(e)),
    'sends nothing': all('button').filter((e) => e.form && e.type !== 'submit' && shown(e)),
    'is sent by nothing': all('form').filter((e) => !explained(e) && !sends(e)),
    'leads nowhere': all('a').filter((e) => !e.hasAttribute('href') || !links(e)),
    'waits for script': all('[hidden], dialog:not([open])').filter((e) => !explained(e) && e.matches(
      ':not(button, input)') && e.textContent.trim()),
    'is asked for by script only': all('[hx-get], [hx-post], [hx-put], [hx-patch], [hx-delete], [onclick]').filter(
      (e) => !e.matches('form, a[href]') && !/every|load/.test(e.getAttribute('hx-trigger') || '')
        && !(e.closest('form') && sends(e.closest('form')))),
  };
  return Object.entries(wrong).flatMap(([why, found]) => found.map((e) => `${why}: ${e.outerHTML.slice(0, 120)}`));
}"""


def axe(page: Page, only: dict) -> list[str]:
    """What axe finds wrong, one line each."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    options = {"runOnly": only, "resultTypes": ["violations"]}
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    return [
        f"axe {rule['id']}: {node['html'][:120]} {(node['any'] or node['all'] or node['none'])[0]['message'][:120]}"
        for rule in found
        for node in rule["nodes"][:3]
    ]


def wrong_with(phone: Phone, path: str) -> list[str]:
    """Opens a page; gives every promise it breaks: at 360 and 320 px, light and dark, with text twice as large."""
    page = phone.page
    page.set_viewport_size(SMALL)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    answer = page.goto(phone.site + path)
    html = answer.text()
    if answer.status >= 500 or "text/html" not in answer.headers["content-type"]:
        return [f"{path}: {answer.status} {answer.headers['content-type']}"]
    found = [] if STATUS_EMPTY.search(html) else ["no empty role=status in the first HTML"]
    found += wrong_here(phone)
    return [f"{path}: {problem}" for problem in found]


def needs_script(phone: Phone, path: str) -> list[str]:
    """Opens a page in a phone without script; gives what is missing from it or cannot be used on it."""
    # Without script nothing makes the document wait for its styles, and these hide what needs script.
    answer = phone.page.goto(phone.site + path, wait_until="load")
    found = [] if answer.status == 200 else [f"status {answer.status}"]
    heads = phone.page.locator("h1")
    if heads.count() != 1 or not heads.first.is_visible():
        found.append(f"{heads.count()} h1, or not to be seen")
    found += phone.page.evaluate(NEEDS_SCRIPT)
    return [f"{path}: {problem}" for problem in found]


def wrong_here(phone: Phone) -> list[str]:
    """The same for the page that is open now."""
    page = phone.page
    found = axe(page, RULES)
    found += page.evaluate(SMALL_TARGETS) + page.evaluate(OFF_SCREEN)
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} h1")
    if "Tend" not in page.title():
        found.append(f"title {page.title()}")
    picture(page, "light")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    found += [f"dark: {problem}" for problem in axe(page, COLOURS)]
    picture(page, "dark")
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(NARROW)
    found += [f"320 px: {problem}" for problem in page.evaluate(SMALL_TARGETS) + page.evaluate(OFF_SCREEN)]
    page.set_viewport_size(SMALL)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"large text: {problem}" for problem in page.evaluate(OFF_SCREEN)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    if PICTURES:
        page.set_viewport_size(LARGE)
        picture(page, "wide")
        page.set_viewport_size(SMALL)
    return found


def picture(page: Page, name: str) -> None:
    if PICTURES:
        path = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "x", page.url.split("/", 3)[3])
        path = re.sub(r"[^a-z0-9]+", "-", path)[:60].strip("-") or "home"
        page.screenshot(path=f"{PICTURES}/{path}.{name}.png", full_page=True)
