"""103 Early Hints (RFC 8297): the styles and scripts of every page are named before the page itself is made.

A browser on a slow line then asks for them half a second sooner. Only where ``TEND_EARLY_HINTS`` says that whatever
stands before Tend passes a 103 on: browsers take them over HTTP/2 and later only, and an old proxy may take a 103 for
the answer itself.
"""

from django.conf import settings
from django.templatetags.static import static

#: What the frame of every page asks for (templates/base.html): its name among the static files, and what it is.
FIRST = (("tend.css", "style"), ("django_htmx/htmx-2.min.js", "script"), ("tend.js", "script"))


class EarlyHintsMiddleware:
    """Tells a browser that opens a page what the page will need. Anybody else, and any other request, hears nothing."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Given by the web server (gunicorn); what a program that knows no 103 makes of one is not tried out.
        tell = request.META.get("wsgi.early_hints")
        if tell is not None and settings.EARLY_HINTS and request.headers.get("Sec-Fetch-Mode") == "navigate":
            tell([("Link", f"<{static(name)}>; rel=preload; as={kind}") for name, kind in FIRST])
        return self.get_response(request)
