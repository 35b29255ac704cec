"""Addresses of this room."""

from django.urls import path

from care.precautions import views

app_name = "precautions"
urlpatterns = [
    path("", views.log, name="list"),
    path("different/", views.different, name="different"),
    path("settings/", views.settings, name="settings"),
    path("exposures/add/", views.exposure_add, name="exposure-add"),
    path("exposures/<uuid:entry>/", views.exposure, name="exposure"),
    path("exposures/<uuid:entry>/edit/", views.exposure_edit, name="exposure-edit"),
    path("exposures/<uuid:entry>/delete/", views.exposure_delete, name="exposure-delete"),
    path("<uuid:entry>/", views.detail, name="detail"),
    path("<uuid:entry>/edit/", views.edit, name="edit"),
    path("<uuid:entry>/delete/", views.delete, name="delete"),
]
