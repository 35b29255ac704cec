"""What a browser's own description says in words a person knows."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()

# First match wins: iPads and Android phones name others' products too.
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


@register.filter
def device(user_agent: str) -> str:
    """``iPhone, Safari`` for a User-Agent header (RFC 9110, section 10.1.5)."""
    machine = next((words for sign, words in MACHINES if sign in user_agent), "")
    browser = next((words for sign, words in BROWSERS if sign in user_agent), "")
    if machine and browser:
        return _("%(machine)s, %(browser)s") % {"machine": machine, "browser": browser}
    return machine or browser or _("A phone or computer")
