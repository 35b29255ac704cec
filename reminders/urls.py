"""Addresses of this package."""

from django.urls import path

from reminders.views import devices
from reminders.views import pages as views

app_name = "reminders"
urlpatterns = [
    path("", views.list_, name="list"),
    path("devices/", devices.index, name="devices"),
    path("devices/on/", devices.turn_on, name="device-on"),
    path("devices/test/", devices.test, name="device-test"),
    path("devices/<uuid:device>/off/", devices.turn_off, name="device-off"),
    path("stop-all/", views.stop_all, name="stop-all"),
    path("stop/<str:token>/", views.stop, name="stop"),
    path("open/<uuid:delivery>/", views.open_, name="open"),
    path("open/<uuid:delivery>/done/", views.done, name="done"),
    path("open/<uuid:delivery>/not-done/", views.not_done, name="not-done"),
    path("open/<uuid:delivery>/later/", views.later, name="later"),
    path("answer/<str:token>/", views.answer, name="answer"),
    path("first/<uuid:patient>/", views.first, name="first"),
    path("<uuid:patient>/<slug:kind>/", views.plan, name="plan"),
    path("<uuid:patient>/<slug:kind>/off/", views.turn_off, name="off"),
    path("<uuid:patient>/<slug:kind>/test/", views.test, name="test"),
    path("<uuid:patient>/<slug:kind>/pause/", views.pause, name="pause"),
]
