"""Addresses of this room, below ``/p/<patient>/vaccines/``."""

from django.urls import path

from care.vaccines import views

app_name = "vaccines"
urlpatterns = [
    path("", views.catalogue, name="list"),
    path("decisions/", views.decisions, name="decisions"),
    path("add/", views.add, name="add"),
    path("<uuid:decision>/", views.detail, name="detail"),
    path("<uuid:decision>/edit/", views.edit, name="edit"),
    path("<uuid:decision>/delete/", views.delete, name="delete"),
    path("<uuid:decision>/tell-the-team/", views.tell_the_team, name="tell"),
    path("about/<slug:product>/", views.product, name="product"),
]
