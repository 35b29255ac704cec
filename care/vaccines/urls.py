"""Addresses of this room, below ``/p/<patient>/vaccines/``."""

from django.urls import path

from care.vaccines.views import catalogue, decisions, directives, household, profile

app_name = "vaccines"
urlpatterns = [
    path("", catalogue.catalogue, name="list"),
    path("about/<slug:product>/", catalogue.product, name="product"),
    path("card/", catalogue.card, name="card"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("add/", decisions.add, name="add"),
    path("<uuid:decision>/", decisions.detail, name="detail"),
    path("<uuid:decision>/edit/", decisions.edit, name="edit"),
    path("<uuid:decision>/delete/", decisions.delete, name="delete"),
    path("<uuid:decision>/tell-the-team/", decisions.tell_the_team, name="tell"),
    path("team/", directives.directives, name="directives"),
    path("team/add/", directives.add, name="directive-add"),
    path("team/<uuid:directive>/", directives.detail, name="directive"),
    path("team/<uuid:directive>/edit/", directives.edit, name="directive-edit"),
    path("team/<uuid:directive>/delete/", directives.delete, name="directive-delete"),
    path("team/<uuid:directive>/sign/", directives.sign, name="directive-sign"),
    path("home/", household.home, name="home"),
    path("home/add/", household.add, name="home-add"),
    path("home/<uuid:shot>/", household.detail, name="home-detail"),
    path("home/<uuid:shot>/edit/", household.edit, name="home-edit"),
    path("home/<uuid:shot>/delete/", household.delete, name="home-delete"),
    path("facts/", profile.facts, name="facts"),
    path("facts/add/", profile.add, name="add-fact"),
    path("facts/<uuid:fact>/edit/", profile.edit, name="edit-fact"),
    path("facts/<uuid:fact>/remove/", profile.remove, name="remove-fact"),
    path("facts/<uuid:fact>/restore/", profile.restore, name="restore-fact"),
]
