"""Puts the access door on every request, built when first asked for."""

from django.utils.functional import SimpleLazyObject

from care.household.access import Access


class AccessMiddleware:
    """``request.access``: what the signed-in person may reach."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.access = SimpleLazyObject(lambda: Access.for_user(request.user))
        return self.get_response(request)
