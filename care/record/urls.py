"""Addresses of this room."""

app_name = "record"
urlpatterns: list = []
