"""Addresses of this room, below ``/p/<patient>/medicines/``."""

from django.urls import path

from care.medicines.views import allergies, doses, infusions, labels, plan

app_name = "medicines"
urlpatterns = [
    path("", plan.index, name="list"),
    path("add/", plan.add, name="add"),
    path("allergies/", allergies.allergies, name="allergies"),
    path("allergies/add/", allergies.add_allergy, name="add-allergy"),
    path("allergies/<uuid:allergy>/edit/", allergies.edit_allergy, name="edit-allergy"),
    path("allergies/<uuid:allergy>/remove/", allergies.remove_allergy, name="remove-allergy"),
    path("allergies/<uuid:allergy>/restore/", allergies.restore_allergy, name="restore-allergy"),
    path("days/<str:date>/", doses.day, name="day"),
    path("all-given/", doses.all_given, name="all-given"),
    path("doses/<uuid:entry>/", doses.dose, name="dose"),
    path("doses/<uuid:entry>/edit/", doses.edit, name="dose-edit"),
    path("doses/<uuid:entry>/delete/", doses.delete, name="dose-delete"),
    path("infusions/", infusions.index, name="infusions"),
    path("infusions/add/", infusions.add, name="infusion-add"),
    path("infusions/<uuid:entry>/", infusions.infusion, name="infusion"),
    path("infusions/<uuid:entry>/edit/", infusions.edit, name="infusion-edit"),
    path("infusions/<uuid:entry>/delete/", infusions.delete, name="infusion-delete"),
    path("<uuid:medicine>/", plan.medicine, name="medicine"),
    path("<uuid:medicine>/edit/", plan.edit, name="edit"),
    path("<uuid:medicine>/label/", labels.add, name="label-photo"),
    path("<uuid:medicine>/stop/", plan.stop, name="stop"),
    path("<uuid:medicine>/restart/", plan.restart, name="restart"),
    path("<uuid:medicine>/remove/", plan.remove, name="remove"),
    path("<uuid:medicine>/restore/", plan.restore, name="restore"),
    path("<uuid:medicine>/give/", doses.give, name="give"),
    path("<uuid:medicine>/dose/", doses.add, name="dose-add"),
]
