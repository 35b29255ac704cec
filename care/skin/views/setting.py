"""How this family notes lost sleep."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from care.household.rules import Capability
from care.skin import actions, reads
from care.skin.forms import SettingForm
from care.skin.views.common import posted, status_of


def settings(request, patient):
    """Choose the unit in which lost sleep is asked."""
    row = request.access.patient(patient, Capability.EDIT)
    form = SettingForm(posted(request), initial={"sleep_unit": reads.sleep_unit(request.access, row)})
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data["sleep_unit"]
        actions.choose_sleep_unit(patient=row, by=request.user, at=timezone.now(), unit=unit)
        return redirect(f"{reverse('skin:settings', kwargs={'patient': row.pk})}?kept=1")
    page = {"patient": row, "form": form, "is_saved": "kept" in request.GET}
    return render(request, "care/skin/settings.html", page, status=status_of(form))
