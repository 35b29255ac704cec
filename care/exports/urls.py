"""Addresses of this room."""

from django.urls import path

from care.exports import views

app_name = "exports"
urlpatterns = [
    path("erased/", views.erased, name="erased"),
    path("<uuid:household>/download/", views.download, name="download"),
    path("<uuid:household>/erase/", views.erase, name="erase"),
]
