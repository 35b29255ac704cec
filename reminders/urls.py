"""Addresses of this package."""

from django.urls import path

from reminders.views import devices, messages, quiet, staff, stopping, waiting
from reminders.views import pages as views

app_name = "reminders"
urlpatterns = [
    path("", views.list_, name="list"),
    path("quiet-hours/", quiet.quiet, name="quiet"),
    path("waiting/", waiting.index, name="waiting"),
    path("waiting/now/", waiting.now, name="waiting-now"),
    path("devices/", devices.index, name="devices"),
    path("devices/on/", devices.turn_on, name="device-on"),
    path("devices/lost/", devices.lost, name="device-lost"),
    path("devices/test/", devices.test, name="device-test"),
    path("devices/<uuid:device>/off/", devices.turn_off, name="device-off"),
    path("standing/", staff.standing, name="standing"),
    path("stop-all/", stopping.stop_all, name="stop-all"),
    path("stop/<str:token>/", stopping.stop, name="stop"),
    path("open/<uuid:delivery>/", messages.open_, name="open"),
    path("open/<uuid:delivery>/done/", messages.done, name="done"),
    path("open/<uuid:delivery>/not-done/", messages.not_done, name="not-done"),
    path("open/<uuid:delivery>/later/", messages.later, name="later"),
    path("open/<uuid:delivery>/stop/", messages.stop_this, name="stop-this"),
    path("answer/<str:token>/", messages.answer, name="answer"),
    path("first/<uuid:patient>/", views.first, name="first"),
    path("<uuid:patient>/pause/", views.pause_child, name="pause-child"),
    path("<uuid:patient>/resume/", views.resume_child, name="resume-child"),
    path("<uuid:patient>/<slug:kind>/", views.plan, name="plan"),
    path("<uuid:patient>/<slug:kind>/off/", views.turn_off, name="off"),
    path("<uuid:patient>/<slug:kind>/test/", views.test, name="test"),
    path("<uuid:patient>/<slug:kind>/pause/", views.pause, name="pause"),
    path("<uuid:patient>/<slug:kind>/resume/", views.resume, name="resume"),
]
