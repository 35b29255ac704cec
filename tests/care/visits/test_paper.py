"""The paper forms of a summary: the same figures as the page, in order, tagged, in every script, on either paper."""

import csv
import datetime as dt
import io
import re
from dataclasses import replace

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from care.infections import actions as infections
from care.medicines import actions as medicines
from care.record import actions as record
from care.record.dates import PartialDate
from care.skin import actions as skin
from care.vaccines import actions as vaccines
from care.visits import actions
from care.visits.models import ShareEvent, Summary
from care.visits.paper import PAPERS, comma_separated, pasted, pdf
from care.visits.paper.ascii import to_ascii
from care.visits.reads.document import Document
from care.visits.reads.summary import page_of
from tests.care.visits.shares.doors import enter, listed, reader
from tests.people import MORNING

D = dt.date


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def fill(family, *, many: int = 3) -> None:
    mia, by = family.mia, family.guardian
    for n in range(1, 10):
        skin.answer(patient=mia, by=by, at=MORNING, local_day=D(2026, 11, n), values={"worst_itch": n})
    for n in range(many):
        began = PartialDate.on(D(2026, 10, 1 + n))
        episode = infections.start_episode(
            patient=mia, by=by, at=MORNING, site="lung", onset=began, local_day=D(2026, 10, 1 + n)
        ).entry.infection
        infections.add_log(
            kind="antimicrobial", patient=mia, by=by, at=MORNING, episode=episode, purpose="treatment",
            drug="Amoxicillin", started=began, stopped=PartialDate.on(D(2026, 10, 10)),
        )  # fmt: skip
    infections.record_temperature(patient=mia, by=by, at=MORNING, tenths=384, unit="C", route="ear")
    plan = {"drug": "Co-trimoxazole", "pattern": "daily", "times": ["08:00"], "purpose": "prophylaxis"}
    medicines.add_medicine(patient=mia, by=by, at=MORNING - dt.timedelta(days=20), values=plan)
    said = {"says": "do_not_give", "told_by": "Dr Okafor", "given_on": D(2025, 3, 1)}
    vaccines.add_directive(patient=mia, by=by, at=MORNING, product="mmr", **said)
    record.add(patient=mia, kind="nothing_new", by=by, at=MORNING)


def made(family, *, questions="May she swim?", specialty="pediatrics", name="Mia"):
    family.mia.name = name
    family.mia.save()
    visit = actions.add_visit(
        patient=family.mia, by=family.guardian, at=MORNING, on=D(2026, 11, 24), specialty=specialty,
        questions=questions,
    ).visit  # fmt: skip
    actions.request_summary(visit=visit, by=None, at=MORNING)
    actions.generate_summary(visit_id=visit.pk, at=MORNING)
    return page_of(Summary.objects.select_related("visit__patient__household").get(visit=visit), latest=1)


def words(text: str) -> str:
    return " ".join(text.replace("\u2068", "").replace("\u2069", "").split())


def pages(file: bytes) -> list[str]:
    found = pypdfium2.PdfDocument(file)
    return [words(sheet.get_textpage().get_text_range()) for sheet in found]


def figures(document) -> list[str]:
    """Everything with a number in it that the page says."""
    found = []
    for section in document.sections:
        for part in section.parts:
            if part.form == "line":
                found.append(part.text)
            elif part.form == "table":
                found += [cell for row in part.rows for cell in row]
    return [words(one) for one in found if re.search(r"\d", one)]


# --- plain text ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("specialty", ["pediatrics", "rheumatology_immunology", "dermatology"])
def test_the_text_fits_a_record_and_says_what_it_rests_on(family, specialty):
    fill(family)
    found = pasted(made(family, specialty=specialty).document)
    assert found.text.isascii()
    assert len(found.text) <= 1800
    assert max(map(len, found.text.splitlines())) <= 80
    assert found.text.startswith("CAREGIVER-REPORTED")
    assert "Mia, 6 years" in found.text
    assert re.search(r"Observed \d+ of \d+ days", found.text)
    assert re.search(r"Not recorded \d+ days", found.text)
    assert "38.4 C (101.1 F)" in found.text or "OPEN NOW" in found.dropped or "Open now" in found.dropped


def test_whole_sections_drop_from_the_bottom_and_are_named(family):
    fill(family, many=8)
    page = made(family, questions="\n".join(["Why " + "so long a question " * 9] * 3))
    found = pasted(page.document)
    assert found.dropped
    assert len(found.text) <= 1800
    titles = [section.title for section in page.document.first]
    assert list(found.dropped) == titles[len(titles) - len(found.dropped) :]
    said = words(found.text)
    assert f"Left out for length: {', '.join(found.dropped)}." in said
    # What the care team said about vaccines is never among what is dropped.
    assert "Vaccines" in found.dropped
    assert "Do not give" in said
    for section in page.document.first:
        # In it whole, or not at all.
        assert (to_ascii(section.title.upper()) in found.text) is (section.title not in found.dropped)


def fill_to_the_brim(family) -> None:
    """Every field of the head as long as its form allows."""
    mia, by = family.mia, family.guardian
    mia.hies_type_told_by = "Dr " + "O " * 58
    mia.hies_type, mia.hies_type_told_on = "stat3", D(2024, 2, 9)
    mia.save()
    for n in range(4):
        substance = f"{n} {'x' * 30} {'y' * 80}"
        allergy = {"substance": substance, "basis": "reaction_happened", "reaction": "z " * 40}
        medicines.add_allergy(patient=mia, by=by, at=MORNING, values=allergy)
    for product in ("mmr", "varicella", ""):
        said = {"says": "do_not_give", "told_by": "Dr " + "Okafor " * 15, "given_on": D(2025, 3, 1)}
        vaccines.add_directive(patient=mia, by=by, at=MORNING, product=product, expires_on=D(2026, 3, 1), **said)


@pytest.mark.parametrize("original", [False, True])
@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_a_head_too_long_for_the_form_is_shortened_and_loses_nothing_that_warns(family, original, language):
    fill_to_the_brim(family)
    family.guardian.language = language
    family.guardian.save()
    questions = "\n".join(["q " * 90, "r " * 90, "s " * 90])
    page = made(family, questions=questions, name="Maria Fernanda de los Angeles " * 2 + "Zzz")
    with translation.override(language):
        found = pasted(page.document, original=original)
        do_not_give, left_out = gettext("Do not give"), gettext("Left out for length: %(names)s.") % {"names": ""}
    said = words(found.text)
    assert len(found.text) <= 1800
    assert max(map(len, found.text.splitlines())) <= 80
    if language == "ar" and not original:
        # It is question marks only, and no form offers it.
        return
    turn = str if original else to_ascii
    assert said.count(words(turn(do_not_give))) == 3
    observed = next(line for line in page.document.coverage if line.key == "observed")
    assert words(turn(f"{observed.label} {observed.text}")) in said
    assert found.dropped
    for title in found.dropped:
        assert words(turn(title)) in said.partition(words(turn(left_out)).rstrip("."))[2]
    for n in range(4):
        assert f"{n} xxxxxx" in said


def test_what_fits_no_form_at_all_ends_with_a_whole_line_after_what_warns(family):
    fill_to_the_brim(family)
    document = replace(made(family).document, older="word " * 400)
    found = pasted(document)
    assert len(found.text) <= 1800
    assert found.text.endswith("word\n")
    assert words(found.text).count("Do not give") == 3
    assert f"Left out for length: {', '.join(found.dropped)}." in words(found.text)
    assert "3 xxxxxx" in words(found.text)


def test_name_and_birth_stay_out_when_they_are_unticked(family):
    fill(family)
    page = made(family)
    nameless = pasted(page.document, named=False).text
    assert "Mia" not in nameless
    assert "born" not in nameless
    assert "2020" not in nameless
    assert "Observed" in nameless


def test_original_letters_are_kept_and_ascii_says_what_it_cannot_write(family):
    page = made(family, name="Zoë Ñandú", questions="Ist 38,4 °C zu hoch? „Ja“ – 3 × am Tag")
    plain, letters = pasted(page.document).text, pasted(page.document, original=True).text
    assert "Zoe Nandu" in plain
    assert "Zoë Ñandú" in letters
    assert 'Ist 38,4 C zu hoch? "Ja" - 3 x am Tag' in words(plain)
    assert "? = letters" not in plain
    arabic = made(family, name="ليلى")
    assert "? = letters" in pasted(arabic.document).text
    assert "ليلى" in pasted(arabic.document, original=True).text


# --- PDF -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pdf_says_what_the_page_says(family, paper):
    fill(family)
    page = made(family)
    file = pdf(page, paper=paper)
    said = pages(file)
    whole = " ".join(said)
    # A line that is broken is read with a space; a cell that is cut between letters is not.
    squeezed = whole.replace(" ", "")
    for figure in figures(page.document):
        assert figure.replace(" ", "") in squeezed, figure
    order = [whole.index(words(section.title)) for section in page.document.first]
    assert order == sorted(order)
    assert f"page 1 of {len(said)}" in said[0]
    assert f"page {len(said)} of {len(said)}" in said[-1]
    for sheet in said:
        assert "CAREGIVER-REPORTED" in sheet
    # Page one stands alone: everything of the first screen is on it.
    for section in page.document.first:
        assert words(section.title) in said[0]
    assert words(page.document.detail[0].title) in said[1]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_pdf_is_tagged_with_its_fonts_inside_and_nothing_small(family, paper):
    fill(family)
    file = pdf(made(family), paper=paper)
    with pikepdf.open(io.BytesIO(file)) as found:
        assert found.Root.MarkInfo.Marked
        assert found.Root.StructTreeRoot
        assert str(found.Root.Lang) == "en"
        assert found.Root.ViewerPreferences.DisplayDocTitle
        with found.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Visit summary"
        size = [float(number) for number in found.pages[0].MediaBox][2:]
        assert [round(number) for number in size] == {"a4": [595, 842], "letter": [612, 792]}[paper]
        fonts = [
            one
            for one in found.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in fonts)
    text = pypdfium2.PdfDocument(file)[0].get_textpage()
    heights = set()
    for n in range(text.count_chars()):
        size = pypdfium2.raw.FPDFText_GetFontSize(text, n)
        if size > 1:
            heights.add(round(size, 1))
    assert min(heights) >= 9, heights
    assert "Mia" not in str(dict(pikepdf.open(io.BytesIO(file)).docinfo))


@pytest.mark.parametrize("name", ["María José Nuñez", "ليلى حسن", "Zoë", "王小明", "山田 花子", "김하늘"])
def test_names_of_other_scripts_are_on_the_paper(family, name):
    file = pdf(made(family, name=name, questions=f"{name}?"))
    first = pages(file)[0]
    for word in name.split():
        assert word in first or word[::-1] in first, first
    with pikepdf.open(io.BytesIO(file)) as found, found.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"


def test_a_letter_without_a_font_still_makes_a_tagged_page(family):
    file = pdf(made(family, name="Mia \U0001f9ff\ue123"))
    assert len(pages(file)) >= 1
    with pikepdf.open(io.BytesIO(file)) as found:
        assert found.Root.MarkInfo.Marked


def test_a_moment_with_a_fraction_of_a_second_is_no_trouble(family):
    with time_machine.travel(MORNING.replace(microsecond=123457), tick=False):
        visit = actions.add_visit(
            patient=family.mia, by=family.guardian, at=MORNING, on=D(2026, 11, 24), specialty="other"
        ).visit
        actions.request_summary(visit=visit, by=None, at=MORNING)
        actions.generate_summary(visit_id=visit.pk, at=MORNING.replace(microsecond=123457))
    page = page_of(Summary.objects.select_related("visit__patient__household").get(visit=visit), latest=1)
    assert pdf(page).startswith(b"%PDF")


def test_what_a_family_wrote_is_never_markup(family):
    wild = "#pagebreak() $x^2$ *bold* _it_ @ref <a> `raw` \\ [x] = head // gone"
    said = pages(pdf(made(family, questions=wild)))[0]
    assert wild.replace(" ", "") in said.replace(" ", "")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"),
        (" @SUM(A1)", " '@SUM(A1)"),
        ("x;=HYPERLINK(1)", "x;'=HYPERLINK(1)"),
        ("x\n=1+1", "x\n'=1+1"),
        ("x\r\n+1", "x\r\n'+1"),
        ("x\t-1", "x\t'-1"),
        ("5-10 mg; as needed", "5-10 mg; as needed"),
        ("2 + 2 = 4", "2 + 2 = 4"),
    ],
)
def test_no_spreadsheet_runs_what_a_family_wrote(cell, shown):
    """Also where ";" or a tab parts the cells, and where a break begins a row."""
    document = Document("Mia", "", "", "", (), (), (), (), foot=(cell,))
    assert list(csv.reader(io.StringIO(comma_separated(document).lstrip("\ufeff"), newline="")))[-1][-1] == shown


def test_the_paper_is_in_the_readers_language_from_right_to_left(family):
    page = made(family)
    with translation.override("ar"):
        file = pdf(page)
    with pikepdf.open(io.BytesIO(file)) as found:
        assert str(found.Root.Lang) == "ar"


# --- table -----------------------------------------------------------------------------------------------------------


def test_the_table_has_every_figure_and_runs_nothing(family):
    fill(family)
    page = made(family, questions='=HYPERLINK("x")\n+1\nWhat about 3, "four"?')
    text = comma_separated(page.document)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert {len(row) for row in rows} == {4}
    assert rows[0] == ["Section", "What", "Of what", "Value"]
    cells = {words(cell) for row in rows for cell in row}
    assert all(figure in cells for figure in figures(page.document))
    values = [row[3] for row in rows]
    assert '\'=HYPERLINK("x")' in values
    assert 'What about 3, "four"?' in values
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


# --- the ways out ----------------------------------------------------------------------------------------------------

FORMS = {
    "pdf": "application/pdf",
    "pdf-letter": "application/pdf",
    "text": "text/plain; charset=utf-8",
    "text-letters": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_on_the_familys_page(family, form):
    page = made(family)
    here = {"patient": family.mia.pk, "visit": page.visit.pk}
    client = family.client("viewer")
    shown = client.get(reverse("visits:summary", kwargs=here)).content.decode()
    target = reverse("visits:summary-as", kwargs=here | {"form": form})
    assert f'href="{target}"' in shown
    answer = client.get(target)
    assert (answer.status_code, answer["Content-Type"]) == (200, FORMS[form])
    assert answer["Cache-Control"] == "no-store"
    assert "Mia" not in answer["Content-Disposition"]
    assert family.client("helper").get(target).status_code == 403


@pytest.mark.parametrize("form", FORMS)
def test_every_form_under_a_share_is_written_down(family, form):
    page = made(family)
    summary = Summary.objects.get()
    shared = actions.make_share(
        summary=summary, sections=["skin"], lasts="1", purpose="", by=family.guardian, at=MORNING
    )
    client = reader()
    opened = enter(client, shared)["Location"]
    answer = client.post(f"{opened}as/{form}/")
    assert (answer.status_code, answer["Content-Type"]) == (200, FORMS[form])
    assert answer["Cache-Control"] == "no-store, private"
    if form in ("text", "csv"):
        assert "May she swim?" not in answer.content.decode()
    assert ShareEvent.objects.get(kind="downloaded").form == form
    assert form.upper() in listed(family, shared)
    assert page.visit


def test_text_to_paste_by_page(family):
    page = made(family, name="Zoë")
    here = {"patient": family.mia.pk, "visit": page.visit.pk}
    target = reverse("visits:summary-text", kwargs=here)
    client = family.client("viewer")
    assert "Zoe, 6 years" in client.get(target).content.decode()
    assert "Zoë, 6 years" in client.get(target, {"original": "on"}).content.decode()
    nameless = client.get(target, {"nameless": "on"}).content.decode().split("<textarea")[1]
    assert "Zo" not in nameless.split("</textarea>")[0]
