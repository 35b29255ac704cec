"""Addresses of a clinician's own pages, under ``/clinic/``."""

from django.urls import path

from care.visits.views import clinic

app_name = "clinic"
urlpatterns = [
    path("", clinic.caseload, name="caseload"),
    path("join/<slug:token>/", clinic.join, name="join"),
    path("<uuid:consent>/", clinic.case, name="case"),
    path("<uuid:consent>/<uuid:summary>/", clinic.summary, name="summary"),
    path("<uuid:consent>/<uuid:summary>/photos/<uuid:photo>/", clinic.photo, name="photo"),
    path("<uuid:consent>/<uuid:summary>/mark/", clinic.mark, name="mark"),
    path("<uuid:consent>/<uuid:summary>/as/<slug:form>/", clinic.download, name="download"),
    path("<uuid:consent>/<uuid:summary>/instruct/<slug:kind>/", clinic.instruct, name="instruct"),
]
