"""Addresses of this room."""

from django.urls import path

from care.skin import views

app_name = "skin"
urlpatterns = [
    path("", views.log, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:entry>/", views.detail, name="detail"),
    path("<uuid:entry>/edit/", views.edit, name="edit"),
    path("<uuid:entry>/delete/", views.delete, name="delete"),
]
