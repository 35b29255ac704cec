"""``/manifest.webmanifest``: what a phone needs to keep Tend on its home screen (W3C Web Application Manifest)."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

# What a phone shows before any page, by day and by night alike: the icon's own ground, so that nothing flashes white.
GROUND = "#0b5c7a"


@login_not_required
@require_safe
@vary_on_headers("Accept-Language", "Cookie")
def manifest(request: HttpRequest) -> JsonResponse:
    """Names, icons and the three shortcuts of a long press. It says nothing about anybody."""
    bidi = translation.get_language_bidi()
    return JsonResponse(
        {
            "id": "/",
            "name": "Tend",
            "short_name": "Tend",
            "description": _("A daily-care tracker for families."),
            "lang": translation.get_language(),
            "dir": "rtl" if bidi else "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "theme_color": GROUND,
            "background_color": GROUND,
            "categories": ["health", "medical"],
            "icons": [
                _icon("icon-192", 192),
                _icon("icon-512", 512),
                _icon("maskable-512", 512, purpose="maskable"),
            ],
            "shortcuts": [
                _shortcut(_("Nothing new?"), "morning"),
                _shortcut(_("New lump"), "lump"),
                _shortcut(_("Is it live?"), "vaccines"),
            ],
        },
        content_type="application/manifest+json",
    )


def _icon(name: str, side: int, *, purpose: str = "any") -> dict:
    return {"src": static(f"icons/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}


def _shortcut(name: str, to: str) -> dict:
    return {"name": name, "url": f"/?to={to}", "icons": [_icon("icon-192", 192)]}
