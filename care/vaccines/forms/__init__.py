"""Forms of this room. They check and word; they never save."""

from care.vaccines.forms.decisions import DecisionForm, HouseholdForm
from care.vaccines.forms.directives import DirectiveForm
from care.vaccines.forms.profile import FactForm
from care.vaccines.forms.search import SearchForm

__all__ = ["DecisionForm", "DirectiveForm", "FactForm", "HouseholdForm", "SearchForm"]
