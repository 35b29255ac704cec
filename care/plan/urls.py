"""Addresses of this room."""

from django.urls import path

from care.plan import views

app_name = "plan"
urlpatterns = [
    path("", views.card, name="card"),
    path("edit/", views.edit, name="edit"),
    path("first/", views.first, name="first"),
    path("numbers/add/", views.add_contact, name="add-contact"),
    path("numbers/<uuid:contact>/edit/", views.edit_contact, name="edit-contact"),
    path("numbers/<uuid:contact>/remove/", views.remove_contact, name="remove-contact"),
    path("numbers/<uuid:contact>/restore/", views.restore_contact, name="restore-contact"),
    path("feels-off/", views.concern, name="concern"),
    path("feels-off/<uuid:entry>/", views.detail, name="detail"),
    path("feels-off/<uuid:entry>/edit/", views.edit_concern, name="edit-concern"),
]
