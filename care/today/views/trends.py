"""The trend page."""

from django.shortcuts import render

from care.household.rules import Capability
from care.today import reads


def trends(request, patient):
    """Charts of 30, 90 or 365 days (``?days=``)."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    asked = request.GET.get("days", "")
    days = next((days for days in reads.PERIODS if str(days) == asked), reads.USUAL)
    page = {"patient": row, "page": reads.trend_page(request.access, row, days=days), "periods": reads.PERIODS}
    return render(request, "care/today/trends.html", page)
