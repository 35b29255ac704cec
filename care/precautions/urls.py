"""Addresses of this room."""

from django.urls import path

from care.precautions.views import checks, exposures, lists

app_name = "precautions"
urlpatterns = [
    path("", checks.log, name="list"),
    path("different/", checks.different, name="different"),
    path("add/", checks.add, name="add"),
    path("settings/", lists.settings, name="settings"),
    path("sink/", lists.sink, name="sink"),
    path("exposures/add/", exposures.exposure_add, name="exposure-add"),
    path("exposures/<uuid:entry>/", exposures.exposure, name="exposure"),
    path("exposures/<uuid:entry>/edit/", exposures.exposure_edit, name="exposure-edit"),
    path("exposures/<uuid:entry>/delete/", exposures.exposure_delete, name="exposure-delete"),
    path("<uuid:entry>/", checks.detail, name="detail"),
    path("<uuid:entry>/edit/", checks.edit, name="edit"),
    path("<uuid:entry>/delete/", checks.delete, name="delete"),
]
