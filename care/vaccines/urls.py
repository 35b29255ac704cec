"""Addresses of this room."""

app_name = "vaccines"
urlpatterns: list = []
