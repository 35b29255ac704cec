"""Rare events over twelve months by site, with tests, abscesses, courses and breathing as they were reported."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from care.visits.reads import words as w
from care.visits.reads.document import Line, Part, Section, Table

GROUP_WORDS = {
    "deep": gettext_lazy("Blood, brain, bone or joint"),
    "skin": gettext_lazy("Skin"),
    "lung": gettext_lazy("Chest or lungs"),
    "ear_sinus": gettext_lazy("Ear, nose or throat"),
    "mouth_nail": gettext_lazy("Mouth or nail"),
    "gut": gettext_lazy("Gut"),
    "other": gettext_lazy("Other places"),
    "all": gettext_lazy("All"),
}
TESTS = 12


def burden(c: dict[str, Any]) -> Section | None:
    """Infections that began / days with one / nights in hospital, deep or invasive sites first."""
    part = c.get("infections", {})
    if "burden" not in part:
        return None
    windows = {"now": c["period"], "before": c["previous"], "year": c["year"]}
    names = {
        "now": _("This period (%(days)s)"),
        "before": _("Before (%(days)s)"),
        "year": _("12 months (%(days)s)"),
    }
    observed = {"now": c["coverage"]["observed"], "before": c["previous"]["observed"], "year": c["year"]["observed"]}
    columns = [names[name] % {"days": f"{observed[name]}/{windows[name]['days']}"} for name in names]
    *rows, every = part["burden"]
    # The twelve months hold both periods and are compared with neither.
    alike = {"now": True, "before": c["comparable"], "year": True}
    table = Table(
        "burden",
        (_("Site"), *columns),
        tuple(
            (str(GROUP_WORDS[row["group"]]), *(_cell(row[name], every[name], alike=alike[name]) for name in names))
            for row in [*rows, every]
        ),
    )
    return Section(
        "burden",
        _("Infections by site"),
        (table,),
        hint=_("begun / days with one / nights in hospital; in brackets: days observed"),
    )


def _cell(cell: dict[str, Any], every: dict[str, Any], *, alike: bool) -> str:
    """ "2 / 24 / 3"; where nothing is known of a window it says so instead of three noughts.

    Only "nothing new" is a no: one infection says nothing about the places without any. A window that is not ``alike``
    was not recorded as this period was, and its figures do not stand beside it.
    """
    if not alike:
        return _("not compared")
    if not (cell["episodes"] or cell["days"] or cell["nights"]):
        return _("none recorded") if every["affirmed_days"] else w.not_recorded()
    return f"{cell['episodes']} / {cell['days']} / {cell['nights']}"


def reports(c: dict[str, Any]) -> Section | None:
    """Cultures and tests of twelve months, word for word; one without a result says that it is waited for."""
    part = c.get("infections", {})
    if "tests" not in part:
        return None
    shown, more = w.cut(part["tests"], TESTS)
    rows = tuple(
        (
            w.listed([row["title"], w.isolated(row["specimen"])]),
            (row["when"] or _("date not known")) + w.marks(row),
            _result(row),
            w.isolated(row["resistance"]),
        )
        for row in shown
    )
    if not rows:
        return Section("tests", _("Tests and cultures"), (Line(w.not_recorded(), label=_("12 months"), key="tests"),))
    columns = (_("Test, sample"), _("Date"), _("Result as reported"), _("What works against it, as reported"))
    return Section("tests", _("Tests and cultures, 12 months"), (Table("tests", columns, rows, more=more),))


def _result(row: dict[str, Any]) -> str:
    if row["waited_for"]:
        return _("requested, no result recorded")
    return w.listed([row["organisms"], row["findings"], w.isolated(w.short(row["result"], 200))], "; ")


def abscesses(c: dict[str, Any]) -> Section | None:
    """Lumps of the period: sizes, opened, and the three answers that together are the look of a quiet one."""
    part = c.get("infections", {}).get("abscesses")
    if part is None:
        return None
    if not part["count"]:
        return Section(
            "abscesses", _("Lumps and abscesses"), (Line(_none(c), label=_("Began in the period"), key="lumps"),)
        )
    size = w.not_recorded()
    if part["sizes"]:
        size = _("%(low)s to %(high)s mm (%(n)s of %(all)s measured or estimated)") % {
            "low": part["smallest"],
            "high": part["largest"],
            "n": part["sizes"],
            "all": part["count"],
        }
    of = _("%(n)s of %(all)s answered")
    quiet = of % {"n": part["quiet"], "all": part["quiet_answered"]} if part["quiet_answered"] else w.not_recorded()
    opened = part["drainage_answered"]
    drained = of % {"n": part["drained"], "all": opened} if opened else w.not_recorded()
    return Section(
        "abscesses",
        _("Lumps and abscesses"),
        (
            Line(str(part["count"]), label=_("Began in the period"), key="lumps"),
            Line(size, label=_("Size, longest way"), key="lump-size"),
            Line(drained, label=_("Opened or drained"), key="drained"),
            Line(quiet, label=_("Not warm, not red or darker, not painful, all three"), key="quiet"),
        ),
        hint=w.observed(c),
    )


def _none(c: dict[str, Any]) -> str:
    return _("none recorded") if c["infections"]["affirmed_days"] else w.not_recorded()


def courses(c: dict[str, Any]) -> Section | None:
    """Antibiotics and the like, one row a course; and days in three windows."""
    part = c.get("infections", {})
    if "courses" not in part:
        return None
    parts: list[Part] = []
    if part["courses"]:
        columns = (_("Antibiotic or similar"), _("What for"), _("When"), _("Days in the period"), _("Doses not given"))
        rows = tuple(
            (
                w.listed([w.isolated(row["drug"]), row["route"]]),
                row["purpose_words"],
                ("~ " if row["partial"] else "") + row["when"] + w.marks(row),
                str(row["days"]) if row["days"] else _("not known"),
                "" if row["missed_doses"] is None else str(row["missed_doses"]),
            )
            for row in part["courses"]
        )
        parts.append(Table("courses", columns, rows))
    days = part["antibiotics"]["days"]
    for name, label in (("treatment", _("Days to treat")), ("prophylaxis", _("Days to prevent"))):
        if part["antibiotics"]["courses"][name]:
            parts.append(Line(_windows(days[name], c), label=label, key=f"days-{name}"))
    if not parts:
        parts.append(Line(w.not_recorded(), label=_("Courses"), key="courses"))
    parts.append(Line(_stays(part["care"], c), label=_("Nights in hospital"), key="nights"))
    return Section("courses", _("Antibiotics and hospital"), tuple(parts))


def _windows(found: dict[str, int], c: dict[str, Any]) -> str:
    words = _("this period %(now)s, 12 months %(year)s")
    figures = {
        "now": w.of_days(found["now"], c["period"]["days"]),
        "year": w.of_days(found["year"], c["year"]["days"]),
    }
    if not c["comparable"]:
        return words % figures
    before = w.of_days(found["before"], c["previous"]["days"])
    return f"{words % figures}, {_('before %(before)s') % {'before': before}}"


def _stays(care: dict[str, Any], c: dict[str, Any]) -> str:
    if not any(care["counts"].values()):
        return w.not_recorded()
    # A stay of which only one day is known has no nights that could be counted.
    if not any(care["nights"].values()) and care["undated_stays"]:
        return _("not known: a stay without both its dates")
    return _windows(care["nights"], c)


def breathing(c: dict[str, Any]) -> Section | None:
    """Cough, what comes up, breathlessness, SpO2: each with how many days it was asked on."""
    part = c.get("infections", {}).get("breathing")
    if part is None:
        return None
    title = _("Breathing")
    if not part["days"]:
        return Section("breathing", title, (Line(w.not_recorded(), label=_("Breathing"), key="breathing"),))

    def answered(name: str) -> str:
        asked = part[f"{name}_answered"]
        return w.of_days(part[name], asked) if asked else w.not_recorded()

    sputum = w.told(part["sputum"], part.get("sputum_days"), part["possible"])
    spo2 = w.not_recorded()
    if part["spo2_times"]:
        times = ngettext("measured %(n)s time", "measured %(n)s times", part["spo2_times"]) % {"n": part["spo2_times"]}
        spo2 = _("%(times)s, %(low)s to %(high)s %%") % {
            "times": times,
            "low": part["spo2_lowest"],
            "high": part["spo2_highest"],
        }
    return Section(
        "breathing",
        title,
        (
            Line(w.of_days(part["days"], part["possible"]), label=_("Recorded on"), key="breathing"),
            Line(answered("cough"), label=_("Cough, of days it was answered"), key="cough"),
            Line(sputum, label=_("Coughed up"), key="sputum"),
            Line(answered("blood"), label=_("Blood in it, of days it was answered"), key="blood"),
            Line(answered("breathless"), label=_("Short of breath, of days it was answered"), key="breathless"),
            Line(answered("clearance"), label=_("Airway clearance, of days it was answered"), key="clearance"),
            Line(spo2, label=_("Oxygen level (SpO2)"), key="spo2"),
        ),
    )
