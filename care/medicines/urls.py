"""Addresses of this room."""

app_name = "medicines"
urlpatterns: list = []
