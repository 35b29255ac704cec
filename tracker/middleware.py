"""What every request gets: the signed-in person's language and time zone, and no copies left behind."""

import zoneinfo

from django.utils import timezone, translation


class PreferencesMiddleware:
    """Shows times and words the way the signed-in person set them."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        if user.language:
            translation.activate(user.language)
            request.LANGUAGE_CODE = translation.get_language()
        with timezone.override(zoneinfo.ZoneInfo(user.time_zone)):
            return self.get_response(request)


class NoStoreMiddleware:
    """A signed-in page may hold a child's health data, so no browser or proxy may keep it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            response["Cache-Control"] = "no-store"
        return response
