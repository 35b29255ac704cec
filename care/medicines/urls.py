"""Addresses of this room."""

from django.urls import path

from care.medicines import views

app_name = "medicines"
urlpatterns = [
    path("allergies/", views.allergies, name="allergies"),
    path("allergies/add/", views.add_allergy, name="add-allergy"),
    path("allergies/<uuid:allergy>/edit/", views.edit_allergy, name="edit-allergy"),
    path("allergies/<uuid:allergy>/remove/", views.remove_allergy, name="remove-allergy"),
    path("allergies/<uuid:allergy>/restore/", views.restore_allergy, name="restore-allergy"),
]
