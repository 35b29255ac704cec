"""Addresses of this package."""

app_name = "reminders"
urlpatterns: list = []
