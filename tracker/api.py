"""The API's root: every room's resources under ``/api/v1/``, with its schema and a page to try it."""

from csp.decorators import csp_update
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.routers import SimpleRouter

from care.household import api as household
from care.infections import api as infections
from care.medicines import api as medicines
from care.plan import api as plan
from care.precautions import api as precautions
from care.record import api as record
from care.record.photos import api as photos
from care.results import api as results
from care.skin import api as skin
from care.today import api as today
from care.vaccines import api as vaccines
from care.visits import api as visits
from reminders import api as reminders


def api_urls() -> list:
    """The URL patterns of every room's ``api.ROUTES``: ``(prefix, viewset, basename)``."""
    router = SimpleRouter(use_regex_path=False)
    for room in (
        household,
        record,
        photos,
        plan,
        medicines,
        skin,
        infections,
        precautions,
        results,
        vaccines,
        visits,
        today,
        reminders,
    ):
        for prefix, viewset, name in room.ROUTES:
            router.register(prefix, viewset, basename=name)
    # The page to try the API styles itself from its script; everything else of the policy stays.
    docs = csp_update({"style-src": ["'unsafe-inline'"]})(SpectacularSwaggerSplitView.as_view(url_name="api:schema"))
    return [
        path("schema/", SpectacularAPIView.as_view(), name="schema"),
        path("", docs, name="docs"),
        path("", include(router.urls)),
    ]
