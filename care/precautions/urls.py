"""Addresses of this room."""

app_name = "precautions"
urlpatterns: list = []
