"""Addresses of this room."""

from django.urls import path

from care.household.views import first_day, invitations, members, patients, settings

app_name = "household"
urlpatterns = [
    path("", members.families, name="families"),
    path("more/", settings.more, name="more"),
    path("me/", settings.preferences, name="preferences"),
    path("start/", first_day.welcome, name="welcome"),
    path("start/later/", first_day.nothing_yet, name="nothing-yet"),
    path("start/child/", first_day.first_child, name="first-child"),
    path("join/<slug:token>/", invitations.join, name="join"),
    path("child/<uuid:patient>/", patients.profile, name="profile"),
    path("child/<uuid:patient>/edit/", patients.edit_profile, name="edit-profile"),
    path("<uuid:household>/", members.family, name="family"),
    path("<uuid:household>/settings/", settings.household_settings, name="settings"),
    path("<uuid:household>/trail/", settings.trail, name="trail"),
    path("<uuid:household>/leave/", members.leave, name="leave"),
    path("<uuid:household>/children/add/", patients.add_child, name="add-child"),
    path("<uuid:household>/members/<uuid:member>/", members.member, name="member"),
    path("<uuid:household>/members/<uuid:member>/remove/", members.remove_member, name="remove-member"),
    path("<uuid:household>/invite/", invitations.invite, name="invite"),
    path("<uuid:household>/invitations/<uuid:invitation>/", invitations.invitation, name="invitation"),
    path("<uuid:household>/invitations/<uuid:invitation>/revoke/", invitations.revoke, name="revoke"),
]
