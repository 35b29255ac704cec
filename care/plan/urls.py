"""Addresses of this room."""

app_name = "plan"
urlpatterns: list = []
