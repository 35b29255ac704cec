"""Addresses of this room: a patient's visits here; what a share opens in ``shared``."""

from django.urls import path

from care.visits.views import consents, shares, visits

app_name = "visits"
urlpatterns = [
    path("", visits.visits, name="list"),
    path("add/", visits.add, name="add"),
    path("<uuid:visit>/", visits.detail, name="detail"),
    path("<uuid:visit>/edit/", visits.edit, name="edit"),
    path("<uuid:visit>/delete/", visits.delete, name="delete"),
    path("<uuid:visit>/restore/", visits.restore, name="restore"),
    path("<uuid:visit>/make/", visits.make, name="make"),
    path("<uuid:visit>/summary/", visits.summary, name="summary"),
    path("<uuid:visit>/summary/<int:version>/", visits.summary, name="summary-version"),
    path("<uuid:visit>/summary/choose/", visits.choose, name="summary-choose"),
    path("<uuid:visit>/summary/photos/", visits.photos, name="summary-photos"),
    path("<uuid:visit>/summary/text/", visits.text, name="summary-text"),
    path("<uuid:visit>/summary/as/<slug:form>/", visits.summary_as, name="summary-as"),
    path("<uuid:visit>/share/", shares.share, name="share"),
    path("shares/", shares.shares, name="shares"),
    path("shares/<uuid:share>/", shares.detail, name="share-detail"),
    path("shares/<uuid:share>/code/", shares.renew, name="share-code"),
    path("shares/<uuid:share>/end/", shares.end, name="share-end"),
    path("clinicians/add/", consents.add, name="consent-add"),
    path("clinicians/<uuid:consent>/", consents.detail, name="consent"),
    path("clinicians/<uuid:consent>/end/", consents.end, name="consent-end"),
    path("reviews/<uuid:review>/seen/", consents.seen, name="review-seen"),
    path("instructions/<uuid:review>/", consents.instruction, name="instruction"),
]
