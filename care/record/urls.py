"""Addresses of this room."""

from django.urls import path

from care.record import views

app_name = "record"
urlpatterns = [
    path("<uuid:entry>/undo/", views.undo, name="undo"),
    path("<uuid:entry>/restore/", views.restore, name="restore"),
]
