"""The style page: one of everything Tend's pages are made of, in every state, with invented people. For staff."""

from datetime import UTC, datetime

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html

BANDS = [
    {"digit": 0, "word": "Clear", "anchor": "Skin feels as usual"},
    {"digit": 1, "word": "Mild", "anchor": "A few dry or rough patches"},
    {"digit": 2, "word": "Moderate", "anchor": "Itchy patches, sleep or play a little disturbed"},
    {"digit": 3, "word": "Severe", "anchor": "Wide patches, scratching at night"},
    {"digit": 4, "word": "Very severe", "anchor": "Most of the skin, cracked or weeping"},
]

SHOTS = [
    {
        "is_kept": True,
        "thumb_url": "/static/icon.svg",
        "thumb_width": 64,
        "thumb_height": 64,
        "alt": "Left arm, a leaf",
    },
    {"is_kept": True, "is_private": True},
    {"is_pending": True},
    {},
]


class SampleForm(forms.Form):
    """Every kind of control the form templates draw."""

    name = forms.CharField(label="What is it called?", help_text="As it is written on the box.")
    temperature = forms.DecimalField(
        label="Temperature in °C",
        help_text="For example 38.4",
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    day = forms.DateField(label="Day", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    where = forms.ChoiceField(
        label="Where was it measured?",
        choices=[("ear", "Ear"), ("armpit", "Armpit"), ("not-sure", "Not sure")],
        widget=forms.RadioSelect,
    )
    seen = forms.MultipleChoiceField(
        label="What do you see?",
        choices=[("swelling", "Swelling"), ("pus", "Pus or fluid"), ("none", "None of these")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    itch = forms.TypedChoiceField(
        label="Worst itch",
        choices=[(n, str(n)) for n in range(11)],
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "tiles"}),
        help_text="0 is none, 10 is the worst",
    )
    skin = forms.TypedChoiceField(
        label="Skin",
        coerce=int,
        choices=[(b["digit"], format_html("<b>{}</b><small>{}</small>", b["word"], b["anchor"])) for b in BANDS],
        widget=forms.RadioSelect(attrs={"class": "bands"}),
    )
    unit = forms.ChoiceField(label="Unit", choices=[("C", "°C"), ("F", "°F")])
    agree = forms.BooleanField(label="Tell the other carers", help_text="They see it in Tend.", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    photo = forms.FileField(label="Photo", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def samples() -> dict:
    """The variables of ``components/style.html``."""
    error_form = SampleForm(
        {"name": "", "temperature": "abc", "itch": "7", "note": "Slept badly", "seen": ["pus"]}, prefix="wrong"
    )
    error_form.is_valid()
    day = dict(state="not-recorded", mark="", band=None, late=False, label="", url="#main", today=False)
    detailed = [{**day, "state": "detailed", "mark": str(d), "band": b} for b, d in enumerate((0, 2, 4, 7, 10))]
    marks = {"same": "=", "nothing-new": "–", "elsewhere": "", "not-recorded": ""}
    others = [{**day, "state": state, "mark": mark, "label": state} for state, mark in marks.items()]
    late = [{**d, "late": True} for d in (*detailed[1:4], others[1])]
    week = [*detailed, *others, *late, {**others[1], "today": True}]
    for n, cell in enumerate(week, start=1):
        cell["label"] = f"{n} Nov, {cell['state']}" + (f", itch {cell['mark']}" if cell["state"] == "detailed" else "")
    return {
        "sample_form": SampleForm(),
        "other_form": SampleForm(prefix="other"),
        "error_form": error_form,
        "bands": BANDS,
        "sites": ["palm:right", "chest", "calf:left"],
        "children": [
            {"url": "#main", "name": "Asha", "current": True},
            {"url": "#main", "name": "Noor", "current": False},
        ],
        "facts": [{"label": "Started", "value": "Thu 19 Nov 2026"}, {"label": "Seen by", "value": "Not recorded"}],
        "changes": [{"was": "7", "who": "Meera", "at": datetime(2026, 11, 21, 21, 10, tzinfo=UTC)}],
        "weekdays": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
        "weeks": [week[:7], week[7:14]],
        "call_plan": {
            "contacts": [
                {"name": "Dr Okafor", "phone": "+49 30 5550 0111", "tel": "tel:+493055500111", "hours": "8-17"}
            ],
            "emergency_tel": "tel:112",
            "emergency_number": "112",
            "ring_when": "38.5 °C or higher, or when in doubt.",
            "hospital": "Town hospital",
            "told_by": "Dr Okafor",
        },
        "photos": {"shots": [{**shot, "url": "#main", "date": datetime(2026, 11, 19, tzinfo=UTC)} for shot in SHOTS]},
        "languages": [
            {"code": "en", "name": "English", "dir": "ltr", "current": True},
            {"code": "ar", "name": "العربية", "dir": "rtl", "current": False},
        ],
        "emergency_url": "#main",
        "nav_items": [
            {"url": "#main", "label": "Today", "icon": "sun", "current": True},
            {"url": "#r", "label": "Record", "icon": "calendar-days", "current": False},
            {"url": "#v", "label": "Vaccines", "icon": "shield-check", "current": False},
            {"url": "#c", "label": "Clinic", "icon": "clipboard-document-list", "current": False},
            {"url": "#m", "label": "More", "icon": "ellipsis-horizontal-circle", "current": False},
        ],
    }


def style(request: HttpRequest) -> HttpResponse:
    """Show every component. Anybody but staff is told that there is nothing here."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "components/style.html", samples())
