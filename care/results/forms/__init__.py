"""Forms of this room, one for each kind."""

from care.results.forms.base import ResultForm
from care.results.forms.body import FractureForm, GrowthForm, TeethForm
from care.results.forms.check import GeneralCheckForm
from care.results.forms.papers import LabResultForm, ScanForm

FORMS: dict[str, type[ResultForm]] = {
    form.kind: form for form in (LabResultForm, GrowthForm, TeethForm, FractureForm, ScanForm, GeneralCheckForm)
}

__all__ = ["FORMS", "ResultForm"]
