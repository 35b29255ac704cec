"""Every address of Tend."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
    path("account/two-factor/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
