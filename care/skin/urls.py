"""Addresses of this room."""

from django.urls import path

from care.skin import views

app_name = "skin"
urlpatterns = [
    path("", views.log, name="list"),
    path("add/", views.add, name="add"),
    path("settings/", views.settings, name="settings"),
    path("scores/", views.scores, name="scores"),
    path("scores/add/", views.add_score, name="score-add"),
    path("scores/<uuid:entry>/", views.score, name="score"),
    path("scores/<uuid:entry>/edit/", views.edit_score, name="score-edit"),
    path("scores/<uuid:entry>/delete/", views.delete_score, name="score-delete"),
    path("<uuid:entry>/", views.detail, name="detail"),
    path("<uuid:entry>/edit/", views.edit, name="edit"),
    path("<uuid:entry>/signs/", views.signs, name="signs"),
    path("<uuid:entry>/delete/", views.delete, name="delete"),
]
