"""The row of languages, each in its own words."""

from django import template
from django.conf import settings
from django.utils.translation import get_language, get_language_info

register = template.Library()


@register.inclusion_tag("components/languages.html", takes_context=True)
def language_choice(context: template.Context) -> dict:
    """A button for every language; the page comes back in the chosen one.

    Only an address that can be opened again is gone back to: after a form that was refused it is the start.
    """
    request = context["request"]
    return {
        "request": request,
        "next": request.get_full_path() if request.method == "GET" else "/",
        "languages": [
            {
                "code": code,
                "name": name,
                "dir": "rtl" if get_language_info(code)["bidi"] else "ltr",
                "current": code == get_language(),
            }
            for code, name in settings.LANGUAGES
        ],
    }
