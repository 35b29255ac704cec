"""The calendar: weeks, a year, a day."""

import datetime as dt

from django.http import Http404
from django.shortcuts import render

from care.household.rules import Capability
from care.today import reads
from care.today.views.common import asked_day, moved_line


def days(request, patient):
    """The record: a strip of weeks, the ways into its parts, and the newest entries."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    page = reads.weeks_page(request.access, row, until=asked_day(request))
    return render(request, "care/today/days.html", {"patient": row, "page": page})


def year(request, patient, year):
    """A whole year at a glance."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    if not reads.EARLIEST_YEAR <= year <= request.access.today(row).year:
        raise Http404
    return render(request, "care/today/year.html", {"patient": row, "page": reads.year_page(request.access, row, year)})


def day(request, patient, date):
    """One day."""
    row = request.access.patient(patient, Capability.SEE_RECORD)
    try:
        wanted = dt.date.fromisoformat(date)
    except ValueError as error:
        raise Http404 from error
    if not wanted.year >= reads.EARLIEST_YEAR or wanted > request.access.today(row):
        raise Http404
    page = {"patient": row, "page": reads.day_page(request.access, row, wanted)}
    if moved := moved_line(request):
        page["saved"] = moved
    return render(request, "care/today/day.html", page)
