"""The language a summary is written in: whose it is, that it stays, and that nobody checked a translation."""

import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language

from care.visits import actions
from care.visits.fhir import bundle
from care.visits.models import SummaryDocument
from care.visits.paper.text import pasted
from care.visits.reads.summary import page_of
from care.visits.reads.words import TRANSLATED
from tests.care.visits.test_document import made
from tests.people import MORNING

UNCHECKED = "No clinician has checked the translation."


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(MORNING, tick=False):
        yield


def test_a_summary_stays_in_its_own_language_whoever_reads_it(family):
    """Half of its words were chosen when it was made; the other half is worded when it is read."""
    family.guardian.language = "es"
    family.guardian.save()
    summary = made(family)
    with translation.override("ar"):
        view = page_of(summary, latest=1)
        assert get_language() == "ar"
    assert (view.language, view.direction) == ("es", "ltr")
    assert view.document.period.startswith("Período del ")
    assert not re.search("[؀-ۿ]", str(view.document))
    page = family.client("second").get(
        reverse("visits:summary", kwargs={"patient": family.mia.pk, "visit": summary.visit_id}),
        headers={"accept-language": "ar"},
    )
    html = page.content.decode()
    assert '<html lang="ar" dir="rtl"' in html
    assert '<article class="summary" lang="es" dir="ltr"' in html
    article = html.partition("<article")[2].partition("</article>")[0]
    assert not re.search("[؀-ۿ]", article)


class TestLanguageOfTheSummary:
    """The clinic's language is not always the family's: each visit names the one its summary is written in."""

    @pytest.fixture
    def spanish(self, family):
        family.guardian.language = "es"
        family.guardian.save()
        return family

    def test_left_out_it_is_the_first_guardians(self, spanish):
        assert made(spanish).content["language"] == "es"

    def test_a_visit_may_name_another(self, spanish):
        summary = made(spanish, language="en")
        assert summary.content["language"] == "en"
        assert page_of(summary, latest=1).document.period.startswith("Period ")
        address = reverse("visits:summary", kwargs={"patient": spanish.mia.pk, "visit": summary.visit_id})
        html = spanish.client("guardian").get(address).content.decode()
        assert '<html lang="es"' in html
        assert '<article class="summary" lang="en"' in html

    def test_the_form_starts_with_the_readers_and_keeps_what_was_chosen(self, spanish):
        mia = {"patient": spanish.mia.pk}
        client = spanish.client("guardian")
        add = client.get(reverse("visits:add", kwargs=mia)).content.decode()
        assert '<option value="es" selected>Español</option>' in add
        sent = {"on": "2026-12-01", "specialty": "dermatology", "language": "ar", "time_zone": "Europe/Berlin"}
        answer = client.post(reverse("visits:add", kwargs=mia), sent)
        assert answer.status_code == 302
        visit = spanish.mia.visits.get()
        assert visit.language == "ar"
        edit = client.get(reverse("visits:edit", kwargs=mia | {"visit": visit.pk})).content.decode()
        assert '<option value="ar" selected>العربية</option>' in edit
        wrong = client.post(reverse("visits:add", kwargs=mia), sent | {"language": "tlh"})
        assert wrong.status_code == 422

    def test_the_api_takes_it_and_refuses_one_tend_does_not_speak(self, spanish):
        client = spanish.client("guardian")
        sent = {"patient": str(spanish.mia.pk), "on": "2026-12-01", "specialty": "dermatology", "language": "en"}
        answer = client.post(reverse("api:visit-list"), sent, content_type="application/json")
        assert answer.status_code == 201
        assert answer.json()["language"] == "en"
        refused = client.post(reverse("api:visit-list"), sent | {"language": "tlh"}, content_type="application/json")
        assert refused.status_code == 400

    def test_arabic_is_pasted_in_its_own_letters(self, spanish):
        summary = made(spanish, language="ar")
        here = {"patient": spanish.mia.pk, "visit": summary.visit_id}
        client = spanish.client("guardian")
        page = client.get(reverse("visits:summary-text", kwargs=here)).content.decode()
        text = page.partition("<textarea")[2].partition("</textarea>")[0]
        assert re.search("[؀-ۿ]", text)
        assert "?" not in text.partition(">")[2]
        offered = client.get(reverse("visits:summary", kwargs=here)).content.decode()
        assert 'data-testid="download-text-letters"' in offered
        assert 'data-testid="download-text"' not in offered

    def test_another_language_asks_for_a_new_version(self, spanish):
        summary = made(spanish, language="en")
        here = {"patient": spanish.mia.pk, "visit": summary.visit_id}
        client = spanish.client("guardian")

        def says() -> str:
            page = client.get(reverse("visits:summary", kwargs=here)).content.decode()
            return page.partition('data-testid="newer"')[2].partition("</p>")[0]

        with translation.override("es"):
            asked = translation.gettext("The language of this summary was changed after it was made.")
        assert says() == ""
        actions.change_visit(visit=summary.visit, by=spanish.guardian, at=MORNING, changes={"language": "ar"})
        assert asked in says()
        actions.request_summary(visit=summary.visit, by=None, at=MORNING)
        actions.generate_summary(visit_id=summary.visit_id, at=MORNING)
        assert says() == ""


def stored(summary) -> dict:
    return SummaryDocument.objects.get(pk=summary.pk).content


class TestNobodyChecked:
    """Tend's own words in another language carry that no clinician checked them, and the English of it: every form."""

    @pytest.mark.parametrize("language", ["es", "ar"])
    def test_page_text_and_fhir_say_so_once(self, family, language):
        summary = made(family, language=language)
        document = page_of(summary, latest=1).document
        with translation.override(language):
            own = str(TRANSLATED)
        assert own != str(TRANSLATED)
        foot = "\n".join(document.foot)
        assert foot.count(own) == foot.count(UNCHECKED) == 1
        with translation.override(language):
            assert UNCHECKED in " ".join(pasted(document, original=True).text.split())
        composition = bundle(stored(summary), ())["entry"][0]["resource"]
        assert UNCHECKED in composition["text"]["div"]
        assert own in composition["text"]["div"]

    def test_english_says_nothing_of_it(self, family):
        summary = made(family)
        assert "translat" not in str(page_of(summary, latest=1).document)
        assert "translat" not in str(bundle(stored(summary), ()))

    def test_a_checked_language_says_nothing_of_it(self, family, monkeypatch):
        english = str(TRANSLATED)
        monkeypatch.setattr("care.household.medical.reviewed", lambda language: {english})
        foot = "\n".join(page_of(made(family, language="es"), latest=1).document.foot)
        assert UNCHECKED not in foot

    def test_a_document_stored_before_there_were_translations_still_opens(self, family):
        kept = stored(made(family, language="es"))
        del kept["words"]["translated"]
        assert UNCHECKED not in str(bundle(kept, ()))
