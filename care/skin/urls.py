"""Addresses of this room."""

app_name = "skin"
urlpatterns: list = []
