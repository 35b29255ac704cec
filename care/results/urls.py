"""Addresses of this room."""

from django.urls import path

from care.results import views
from care.results.reads import SHELVES

app_name = "results"
urlpatterns = [path("", views.overview, name="overview")]
for shelf in SHELVES:
    own = {"page": shelf.page}
    urlpatterns += [
        path(f"{shelf.page}/", views.shelf_list, own, name=shelf.page),
        path(f"{shelf.page}/add/", views.add, own, name=f"{shelf.page}-add"),
    ]
urlpatterns += [
    path("<uuid:entry>/", views.detail, name="detail"),
    path("<uuid:entry>/edit/", views.edit, name="edit"),
    path("<uuid:entry>/delete/", views.delete, name="delete"),
]
