"""Addresses of this room."""

from django.urls import path

from care.plan.views import call_plan, card, care_plan, concern, flags

app_name = "plan"
urlpatterns = [
    path("", card.card, name="card"),
    path("emergency-card.html", card.card_file, name="card-file"),
    path("edit/", call_plan.edit, name="edit"),
    path("first/", call_plan.first, name="first"),
    path("numbers/add/", call_plan.add_contact, name="add-contact"),
    path("numbers/<uuid:contact>/edit/", call_plan.edit_contact, name="edit-contact"),
    path("numbers/<uuid:contact>/remove/", call_plan.remove_contact, name="remove-contact"),
    path("numbers/<uuid:contact>/restore/", call_plan.restore_contact, name="restore-contact"),
    path("care-plan/", care_plan.care_plan, name="care-plan"),
    path("care-plan/edit/", care_plan.edit_care_plan, name="care-plan-edit"),
    path("messages/", flags.history, name="messages"),
    path("messages/<uuid:message>/called/", flags.called, name="called"),
    path("messages/<uuid:message>/aside/", flags.put_aside, name="put-aside"),
    path("feels-off/", concern.concern, name="concern"),
    path("feels-off/<uuid:entry>/", concern.detail, name="detail"),
    path("feels-off/<uuid:entry>/edit/", concern.edit_concern, name="edit-concern"),
    path("warning-signs/", concern.signs, name="signs"),
    path("warning-signs/<uuid:entry>/", concern.signs_detail, name="signs-detail"),
    path("warning-signs/<uuid:entry>/edit/", concern.edit_signs, name="signs-edit"),
]
