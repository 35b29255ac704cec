"""A photo of a medicine's label."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from care.household.rules import Capability
from care.medicines import actions
from care.medicines.forms import LabelPhotoForm
from care.medicines.views.common import medicine_of
from care.record.photos.models import PROBLEM_WORDS
from care.record.photos.rules import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def add(request, patient, medicine):
    """Take or choose a photo of the label."""
    patient, row = medicine_of(request, patient, medicine, Capability.EDIT)
    back = reverse("medicines:medicine", kwargs={"patient": patient.pk, "medicine": row.pk})
    post, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = LabelPhotoForm(post, files, too_big=getattr(request, "too_big", ()), today=request.access.today(patient))
    if request.method == "POST" and form.is_valid():
        try:
            rows = actions.add_label_photos(medicine=row, by=request.user, at=timezone.now(), sent=form.sent())
        except Refused as refused:
            form.add_error("file", PROBLEM_WORDS[refused.problem])
        else:
            undo = reverse("record:photo-remove", kwargs={"patient": patient.pk, "photo": rows[0].pk})
            query = urlencode([("also", one.pk) for one in rows[1:]] + [("next", back)])
            messages.success(request, _("Saved: photo for %(name)s.") % {"name": patient.name}, f"{undo}?{query}")
            return redirect(back)
    values = {"patient": patient, "medicine": row, "form": form, "back": back}
    return render(request, "care/medicines/label_photo.html", values, status=422 if form.errors else 200)
