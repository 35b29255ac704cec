"""Addresses of this room."""

from django.urls import path

from care.record import views
from care.record.photos import views as photos

app_name = "record"
urlpatterns = [
    path("<uuid:entry>/undo/", views.undo, name="undo"),
    path("<uuid:entry>/restore/", views.restore, name="restore"),
    path("<uuid:entry>/photos/add/", photos.add, name="photo-add"),
    path("photos/", photos.gallery, name="photos"),
    path("photos/add/", photos.new, name="photo-new"),
    path("photos/compare/", photos.compare, name="photos-compare"),
    path("photos/<uuid:photo>/", photos.photo, name="photo"),
    path("photos/<uuid:photo>/change/", photos.edit, name="photo-edit"),
    path("photos/<uuid:photo>/remove/", photos.remove, name="photo-remove"),
    path("photos/<uuid:photo>/restore/", photos.restore, name="photo-restore"),
    path("photos/<uuid:photo>/picture/", photos.picture, name="photo-picture"),
    path("photos/<uuid:photo>/thumb/", photos.thumb, name="photo-thumb"),
]
