"""The main pages in every language, and in one two fifths longer: nothing is cut off, nothing runs off the side.

Axe and large text are asked of English by the sweep; what a language changes is length and direction.
"""

import re
from contextlib import nullcontext

import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.urls import reverse
from django.utils import dates, translation

from care.reference import sources, vaccines
from tests import pseudo
from tests.browser.looking import NARROW, OFF_SCREEN, SMALL_TARGETS, picture
from tests.browser.phone import SMALL
from tests.people import EVENING

pytestmark = pytest.mark.browser

DIRECTION = {"es": "ltr", "ar": "rtl", pseudo.CODE: "ltr"}
WORD = re.compile(r"[^\W\d_]{3,}")


def main_pages(demo) -> dict[str, str]:
    """The addresses of the main pages by name, with a summary made in the language in force."""
    from care.visits import actions
    from care.visits.models import Visit

    mia = {"patient": demo.mia.pk}
    visit = Visit.objects.filter(patient=demo.mia, on__gt=EVENING.date()).get()
    actions.request_summary(visit=visit, by=demo.guardian, at=EVENING)
    actions.generate_summary(visit_id=visit.pk, at=EVENING)
    today = reverse("today:today", kwargs=mia)
    return {
        "morning": f"{today}?part=morning",
        "evening": f"{today}?part=evening",
        "changed": reverse("today:changed", kwargs=mia),
        "record": reverse("today:days", kwargs=mia),
        "trends": reverse("today:trends", kwargs=mia),
        "day": reverse("today:day", kwargs=mia | {"date": "2026-11-10"}),
        "lump": reverse("infections:new-lump", kwargs=mia),
        "skin": reverse("skin:add", kwargs=mia),
        "vaccines": reverse("vaccines:list", kwargs=mia),
        "vaccine": reverse("vaccines:product", kwargs=mia | {"product": "mmr"}),
        "medicines": reverse("medicines:list", kwargs=mia),
        "reminders": reverse("reminders:list"),
        "summary": reverse("visits:summary", kwargs=mia | {"visit": visit.pk}),
        "card": reverse("plan:card", kwargs=mia),
        "settings": reverse("household:preferences"),
        "more": reverse("household:more"),
    }


@pytest.mark.parametrize("language", ["es", "ar", pseudo.CODE])
def test_main_pages(phone, demo, tmp_path, language):
    demo.clock.move_to(EVENING)
    for person in (demo.guardian, demo.second, demo.helper):
        person.language = language
        person.save()
    wrong = []
    with pseudo.spoken(tmp_path) if language == pseudo.CODE else nullcontext():
        pages = main_pages(demo)
        theirs = own_words() if language == pseudo.CODE else set()
        with phone(demo.guardian) as it:
            for name, path in pages.items():
                it.page.set_viewport_size(SMALL)
                html = it.open(path).locator("html")
                if (html.get_attribute("lang"), html.get_attribute("dir")) != (language, DIRECTION[language]):
                    wrong.append(f"{name}: {html.get_attribute('lang')} {html.get_attribute('dir')}")
                wrong += [f"{name}: {problem}" for problem in it.page.evaluate(OFF_SCREEN)]
                picture(it.page, language)
                it.page.set_viewport_size(NARROW)
                wrong += [
                    f"{name}, 320 px: {problem}"
                    for problem in it.page.evaluate(OFF_SCREEN) + it.page.evaluate(SMALL_TARGETS)
                ]
                if language == pseudo.CODE:
                    wrong += [f"{name}: not through gettext: {word}" for word in bare_words(it.page) - theirs]
    assert not wrong, "\n" + "\n".join(wrong)


def bare_words(page) -> set[str]:
    """The words of a page that no message of Tend's own holds. Lists of time zones and languages are names."""
    text = page.evaluate("""() => {
      document.querySelectorAll('details').forEach((e) => { e.open = true; });
      document.querySelectorAll('select, .languages, .original').forEach((e) => e.remove());
      return document.body.innerText;
    }""")
    return set(WORD.findall(pseudo.outside(text).lower()))


def own_words() -> set[str]:
    """What the family wrote, and names that are the same in every language."""
    found = {"tend", "wao", "poem", "cvx", "ssi"}
    for model in apps.get_app_config("care").get_models():
        names = [f.name for f in model._meta.fields if isinstance(f, CharField | TextField) and not f.choices]
        for row in model._base_manager.values_list(*names).distinct()[:5000] if names else ():
            # Stored answers ("elbow_crease") are what must be translated.
            found |= {
                word for text in row if text and not re.fullmatch(r"[a-z0-9_;-]+", str(text)) for word in words(text)
            }
    for product in vaccines.all_products():
        found |= {word for brand in product.brands for word in words(brand)}
    for source in sources.all_sources():
        found |= words(f"{source.short} {source.title} {source.publisher} {source.date} {source.edition}")
    with translation.override(pseudo.CODE):
        for names in (dates.MONTHS, dates.MONTHS_3, dates.WEEKDAYS, dates.WEEKDAYS_ABBR, dates.MONTHS_AP):
            found |= {word for name in names.values() for word in words(str(name))}
    return found


def words(text) -> set[str]:
    return set(WORD.findall(str(text).lower()))


SIDES = """() => ['front', 'back'].map((view) => {
  const map = document.querySelector(`[data-testid=body-map-${view}]`);
  const at = (value) => [...map.querySelectorAll('[value]')].find((e) => e.value === value)?.getBoundingClientRect().x;
  return [...map.querySelectorAll('[value$=":right"]')]
    .map((e) => [e.value.split(':')[0], at(e.value), at(e.value.replace(':right', ':left'))]);
})"""


def test_the_body_keeps_its_sides_where_pages_are_mirrored(phone, demo):
    """Check 26: right to left, the child's right hand still stands on the left of the picture, named as the right."""
    demo.guardian.language = "ar"
    demo.guardian.save()
    with phone(demo.guardian) as it:
        page = it.open(reverse("infections:new-lump", kwargs={"patient": demo.mia.pk}))
        front, back = page.evaluate(SIDES)
        assert len(front) > 5
        assert len(back) > 5
        assert [place for place, right, left in front if not right < left] == []
        assert [place for place, right, left in back if not left < right] == []
        with translation.override("ar"):
            names = {side: translation.gettext(f"{side} hand, palm side") for side in ("Right", "Left")}
        boxes = {
            side: page.get_by_test_id("body-map-front").get_by_role("button", name=name, exact=True).bounding_box()
            for side, name in names.items()
        }
        assert boxes["Right"]["x"] < boxes["Left"]["x"]
        # The page around it is mirrored.
        first, last = page.locator(".nav a").first.bounding_box(), page.locator(".nav a").last.bounding_box()
        assert first["x"] > last["x"]
