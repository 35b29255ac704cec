"""Addresses of this room."""

app_name = "infections"
urlpatterns: list = []
