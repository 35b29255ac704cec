"""Addresses of this room."""

app_name = "household"
urlpatterns: list = []
