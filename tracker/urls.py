"""Every address of Tend. A patient's pages lie under ``/p/<patient>/<room>/``."""

from django.urls import include, path

from tracker.api import api_urls
from tracker.dim import choose_dim
from tracker.health import healthz
from tracker.languages.views import choose_language
from tracker.manifest import manifest
from tracker.metrics import metrics
from tracker.robots import robots
from tracker.service_worker import service_worker
from tracker.style import style

handler400 = "tracker.errors.bad_request"
PATIENT_ROOMS = ("skin", "infections", "precautions", "vaccines", "medicines", "results", "plan", "visits", "record")

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("sw.js", service_worker, name="service-worker"),
    path("style/", style, name="style"),
    path("robots.txt", robots, name="robots"),
    path("language/", choose_language, name="language"),
    path("dim/", choose_dim, name="dim"),
    path("clinic/", include("care.visits.urls.clinic")),
    path("s/", include("care.visits.urls.shared")),
    path("", include("care.today.urls")),
    *[path(f"p/<uuid:patient>/{room}/", include(f"care.{room}.urls")) for room in PATIENT_ROOMS],
    path("family/", include("care.household.urls")),
    path("family/", include("care.exports.urls")),
    path("reminders/", include("reminders.urls")),
    path("api/v1/", include((api_urls(), "api"))),
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
