"""Medical statements in another language: the English stands beside what no clinician checked."""

import re

import pytest
import time_machine
from django.template import Context, Template, TemplateSyntaxError
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy

from care.household.medical import from_lines, in_lines, medical
from care.plan import actions as plan
from care.reference import red_flags, reviewed, vaccines
from care.vaccines.reads import product_page
from care.vaccines.rules import LIVE_SAID, answer
from tests.people import MORNING

QUIET = "In this condition a boil can look quiet. Log it even if it is not hot or red."


@pytest.fixture(autouse=True)
def _morning():
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def checked(tmp_path, monkeypatch):
    """Writes what a clinician checked in Spanish; none until it is called."""
    monkeypatch.setattr(reviewed, "LOCALE", tmp_path)
    reviewed.reviewed.cache_clear()
    (tmp_path / "es").mkdir()

    def write(*rows: str, header="msgid,reviewer,reviewed_on"):
        (tmp_path / "es" / "reviewed.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        reviewed.reviewed.cache_clear()

    yield write
    reviewed.reviewed.cache_clear()


def test_in_english_a_statement_stands_alone():
    assert (medical(QUIET), medical(QUIET).english) == (QUIET, "")
    assert medical("") == ""


@pytest.mark.parametrize("language", ["es", "ar"])
def test_a_translation_nobody_checked_has_the_english_beside_it(language):
    with translation.override(language):
        said = medical(QUIET)
    assert said != QUIET
    assert said.english == QUIET


def test_a_checked_one_stands_alone_and_a_changed_sentence_is_not_the_checked_one(checked):
    checked(f'"{QUIET}",Dr Rivas,2026-11-20')
    with translation.override("es"):
        assert medical(QUIET).english == ""
        assert medical("This is not a vaccine.").english == "This is not a vaccine."
    with translation.override("es-mx"):
        assert medical(QUIET).english == ""
    with translation.override("ar"):
        assert medical(QUIET).english == QUIET


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Sentence,,2026-11-20", "a name"),
        (",Dr Rivas,2026-11-20", "a sentence"),
        ("Sentence,Dr Rivas,soon", "reviewed on 'soon'"),
        ("Sentence,Dr Rivas,", "reviewed on ''"),
    ],
)
def test_a_check_needs_a_sentence_a_name_and_a_day(checked, row, problem):
    checked(row)
    assert problem in next(iter(reviewed.problems()))


def test_a_sentence_is_checked_once_and_the_header_is_known(checked):
    checked("A,Dr Rivas,2026-11-20", "A,Dr Rivas,2026-11-20")
    assert [one.rpartition(": ")[2] for one in reviewed.problems()] == ["comes twice"]
    checked(header="sentence,who,when")
    assert "header" in next(iter(reviewed.problems()))


def test_the_files_of_this_repository_are_in_order():
    assert list(reviewed.problems()) == []


def test_what_is_filled_in_comes_in_each_language():
    with translation.override("es"):
        words = red_flags.levels()["L3"].words
        said = medical(words, emergency_number=gettext_lazy("your local emergency number"))
    assert "your local emergency number" in said.english
    assert "your local" not in said
    assert "{" not in said + said.english


def test_kept_in_lines_and_taken_apart_again():
    with translation.override("es"):
        said = medical(QUIET)
        again = from_lines(in_lines(said))
    assert (again, again.english) == (said, QUIET)
    assert in_lines(medical(QUIET)) == QUIET
    assert from_lines(QUIET).english == ""


def render(source: str, **context) -> str:
    return Template("{% load medical %}" + source).render(Context(context))


class TestOnAPage:
    def test_the_english_is_marked_as_english_and_once_as_not_checked(self):
        with translation.override("ar"):
            html = render('<p>{% medical _("This is not a vaccine.") %}</p>')
        assert '<span class="original" lang="en" dir="ltr">This is not a vaccine.</span>' in html
        assert html.count('data-testid="unchecked"') == 1
        assert "ترجمة لم يراجعها طبيب" in html

    def test_in_english_it_is_the_bare_sentence(self):
        assert render('{% medical _("This is not a vaccine.") %}') == "This is not a vaccine."
        assert render("{% english said %}{% unchecked said %}", said=medical(QUIET)) == ""

    def test_words_of_a_family_never_become_markup(self):
        with translation.override("es"):
            said = from_lines("<b>Uno</b>\n<i>One</i>")
            html = render("{{ said }}{% english said %}", said=said)
        assert "<b>" not in html
        assert "<i>" not in html

    @pytest.mark.parametrize("tag", ["{% medical %}", "{% medical name %}", '{% medical "Bare" %}'])
    def test_a_message_that_could_not_be_extracted_is_refused(self, tag):
        with pytest.raises(TemplateSyntaxError):
            render(tag)


# --- the statements there are -----------------------------------------------------------------------------------------


def statements() -> set[str]:
    """The English of every statement of the data files and rules a family may act on."""
    found = {level.words for level in red_flags.levels().values()}
    found |= {flag.words for flag in red_flags.all_flags()}
    found |= {words for words, _source in LIVE_SAID}
    for product in vaccines.all_products():
        told = answer(product)
        found |= {product.name, told.do, told.why, told.question}
        if product.household_verified in {"V", "P"}:
            found.add(product.household_note)
    return found - {""}


@pytest.mark.parametrize("language", ["es", "ar"])
def test_every_statement_is_translated_and_shows_its_english(language):
    with translation.override(language):
        alone = {said for said in statements() if medical(said) != said and not medical(said).english}
        same = {said for said in statements() if medical(said) == said}
    assert alone == set()
    # What stays the same is a name: a brand, a code, a word of no language.
    assert {said for said in same if said.endswith((".", "?"))} == set()


def english_on(html: str) -> set[str]:
    return set(re.findall(r'<span class="original" lang="en" dir="ltr">(.*?)</span>', html))


class TestPagesInSpanish:
    @pytest.fixture
    def ana(self, family):
        family.guardian.language = "es"
        family.guardian.save()
        return family.client("guardian")

    @pytest.mark.parametrize("slug", ["mmr", "ppsv23", "influenza-unspecified", "hepatitis-b"])
    def test_a_vaccine(self, family, ana, slug):
        page = ana.get(reverse("vaccines:product", kwargs={"patient": family.mia.pk, "product": slug}))
        told = answer(vaccines.get(slug))
        wanted = {words for words in (told.do, told.why, told.question) if words}
        assert wanted <= english_on(page.content.decode())
        assert 'data-testid="unchecked"' in page.content.decode()
        with translation.override("en"):
            assert product_page(slug).row.why.english == ""

    def test_the_list_says_it_once_and_names_each_vaccine_in_english(self, family, ana):
        html = ana.get(reverse("vaccines:list", kwargs={"patient": family.mia.pk})).content.decode()
        assert {"Chickenpox", "Flu shot", "Yellow fever"} <= english_on(html)
        assert html.count('data-testid="unchecked"') == 1

    def test_the_emergency_card(self, family, ana):
        html = ana.get(reverse("plan:card", kwargs={"patient": family.mia.pk})).content.decode()
        assert "Infections may come without fever, redness or pain in this condition." in english_on(html)
        assert "Hyper IgE syndrome, an immune deficiency" in english_on(html)

    def test_warning_signs(self, family, ana):
        html = ana.get(reverse("plan:signs", kwargs={"patient": family.mia.pk})).content.decode()
        assert len(english_on(html)) > 10

    def test_a_message_keeps_the_english_it_was_shown_with(self, family, ana):
        with translation.override("es"):
            entry = plan.record_concern(patient=family.mia, by=family.guardian, at=MORNING).entry
        page = ana.get(reverse("today:today", kwargs={"patient": family.mia.pk}) + f"?saved={entry.pk}")
        words = red_flags.levels()["L1"].words
        assert words in english_on(page.content.decode())
        said = ana.get(reverse("plan:messages", kwargs={"patient": family.mia.pk})).content.decode()
        assert words in english_on(said)
