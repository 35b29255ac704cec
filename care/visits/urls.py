"""Addresses of this room."""

from django.urls import path

from care.visits import views

app_name = "visits"
urlpatterns = [
    path("", views.visits, name="list"),
    path("add/", views.add, name="add"),
    path("<uuid:visit>/", views.detail, name="detail"),
    path("<uuid:visit>/edit/", views.edit, name="edit"),
    path("<uuid:visit>/delete/", views.delete, name="delete"),
    path("<uuid:visit>/restore/", views.restore, name="restore"),
    path("<uuid:visit>/make/", views.make, name="make"),
    path("<uuid:visit>/summary/", views.summary, name="summary"),
    path("<uuid:visit>/summary/<int:version>/", views.summary, name="summary-version"),
]
