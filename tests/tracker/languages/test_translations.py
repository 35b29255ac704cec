"""Every message in every language: there, whole, and in Tend's voice. What it means is for people to check."""

import re

import polib
import pytest
from django.conf import settings

from tracker.languages import catalogues, extraction

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
#: How many forms a number has, and which of them may leave it out: those for 0, 1 and 2.
FORMS = {"es": 3, "ar": 6}
WITHOUT_NUMBER = {"es": {0}, "ar": {0, 1, 2}}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif%]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][^>]*>")
#: Words that blame a family, a race to keep up, and shouting (docs/glossary.md).
BLAME = {
    "es": re.compile(r"\bse le (pas|olvid)|\bolvid(ó|aste|asteis|aron)\b|\bincumpl|\brachas?\b", re.I),
    "ar": re.compile(r"فاتك|فاتتك|نسيت|التزام|إهمال"),
}
SHOUTING = re.compile(r"[!¡]")


@pytest.fixture(scope="module", params=LANGUAGES)
def catalogue(request) -> polib.POFile:
    found = catalogues.read(catalogues.source_of(request.param))
    found.language = request.param
    return found


def forms(entry: polib.POEntry) -> dict[int, str]:
    """The translations of an entry, by form; a message without a number has one."""
    return entry.msgstr_plural if entry.msgid_plural else {0: entry.msgstr}


def wrong(catalogue, is_wrong) -> list[tuple]:
    """(message, form) of every form that is wrong."""
    return [
        (entry.msgid, form)
        for entry in catalogue
        for number, form in forms(entry).items()
        if is_wrong(entry, number, form)
    ]


def test_nothing_is_left_to_translate(catalogue):
    assert [entry.msgid for entry in catalogue if not entry.translated() or entry.fuzzy] == []
    assert catalogue.obsolete_entries() == []


def test_a_number_has_every_form_its_language_needs(catalogue):
    wanted = set(range(FORMS[catalogue.language]))
    assert [e.msgid for e in catalogue if e.msgid_plural and set(e.msgstr_plural) != wanted] == []


def is_wrong_in_placeholders(language: str, entry: polib.POEntry, number: int, form: str) -> bool:
    source = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    found = sorted(PLACEHOLDER.findall(form))
    if entry.msgid_plural and number in WITHOUT_NUMBER[language]:
        one = PLACEHOLDER.findall(entry.msgid)
        return not set(found) <= {*source, *one} or any(found.count(each) > source.count(each) for each in source)
    return found != source


def test_what_is_filled_in_stays(catalogue):
    assert wrong(catalogue, lambda *args: is_wrong_in_placeholders(catalogue.language, *args)) == []


@pytest.mark.parametrize(
    ("source", "form", "verdict"),
    [
        ("%(n)s of %(name)s", "%(name)s: %(n)s", False),
        ("%(n)s of %(name)s", "%(name)s", True),
        ("Call {number}", "Llame a {numero}", True),
        ("50 %%", "50 %", True),
        ("%s", "%s %s", True),
    ],
)
def test_the_check_itself_sees_a_lost_or_invented_placeholder(source, form, verdict):
    assert is_wrong_in_placeholders("es", polib.POEntry(msgid=source), 0, form) is verdict


def test_only_the_smallest_numbers_may_be_words():
    entry = polib.POEntry(msgid="%(n)s day of %(name)s", msgid_plural="%(n)s days of %(name)s")
    assert not is_wrong_in_placeholders("ar", entry, 2, "يومان، %(name)s")
    assert is_wrong_in_placeholders("ar", entry, 3, "أيام، %(name)s")


def test_tags_stay(catalogue):
    def differs(entry, _number, form):
        return sorted(TAG.findall(entry.msgid_plural or entry.msgid)) != sorted(TAG.findall(form))

    assert wrong(catalogue, differs) == []


def test_spaces_and_breaks_at_the_edges_stay(catalogue):
    def differs(entry, _number, form):
        source = entry.msgid
        return any(
            (source[cut][:1].isspace(), source.startswith("\n"), source.endswith("\n"))
            != (form[cut][:1].isspace(), form.startswith("\n"), form.endswith("\n"))
            for cut in (slice(None, 1), slice(-1, None))
        )

    assert wrong(catalogue, differs) == []


def test_nobody_is_blamed_and_nobody_is_shouted_at(catalogue):
    blame = BLAME[catalogue.language]
    assert wrong(catalogue, lambda entry, _n, form: blame.search(form)) == []
    assert wrong(catalogue, lambda entry, _n, form: SHOUTING.search(form) and "!" not in entry.msgid) == []


def test_numbers_are_written_with_the_digits_of_the_keyboard(catalogue):
    # Times, phone numbers and measures go to people who compare them with a label, a thermometer or a phone.
    assert wrong(catalogue, lambda _e, _n, form: re.search(r"[٠-٩۰-۹]", form)) == []


def test_no_mark_turns_the_direction_of_what_follows(catalogue):
    # Overrides and embeddings that nobody ends (Unicode Bidirectional Algorithm, section 2).
    assert wrong(catalogue, lambda _e, _n, form: re.search("[\u202a-\u202e]", form)) == []
    assert wrong(catalogue, lambda _e, _n, f: len(re.findall("[\u2066-\u2068]", f)) != f.count("\u2069")) == []


def test_a_number_and_its_unit_are_held_together_from_right_to_left(catalogue):
    # Without, "38.4 °C" is shown as "C° 38.4" between Arabic words.
    measure = re.compile(r"(?:%\(\w+\)[sd]|%s|\d) ?(?:°[CF]|mm|cm|kg|mg|mL|lb|g)(?![A-Za-z])")
    loose = re.compile("\u2066[^\u2069]*\u2069")
    if catalogue.language == "ar":
        assert wrong(catalogue, lambda _e, _n, form: measure.search(loose.sub("", form))) == []


@pytest.mark.skipif(not extraction.is_possible(), reason="no gettext here: `apt install gettext` to compare")
def test_the_catalogues_hold_what_the_code_says_now():
    """Fails after a string changed: run script/messages and translate what it names."""
    now = {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in extraction.extract()}
    for language in LANGUAGES:
        kept = {(e.msgctxt, e.msgid, e.msgid_plural) for e in catalogues.read(catalogues.source_of(language))}
        assert kept - now == set(), language
        assert now - kept == set(), language


def test_no_call_of_gettext_is_read_over():
    """What Python sees in the code is in the catalogues: a second way to look, without the system's gettext."""
    known = {(entry.msgctxt, entry.msgid) for entry in catalogues.read(catalogues.source_of("es"))}
    found = list(extraction.calls(settings.BASE_DIR))
    assert len(found) > 2000
    assert [entry.msgid for entry in found if (entry.msgctxt, entry.msgid) not in known] == []


def test_calls_are_found_wherever_they_stand(tmp_path):
    code = tmp_path / "care" / "words.py"
    code.parent.mkdir()
    code.write_text(
        "a = f\"{_('In an f-string')}: {ngettext('%(n)s day', '%(n)s days', n)}\"\n"
        'b = pgettext_lazy("skin", "Clear")\n'
        'c = _("Two " "parts")\n'
        "d = _(not_known)\n"
    )
    found = {(e.msgctxt, e.msgid, e.msgid_plural) for e in extraction.calls(tmp_path)}
    assert found == {
        (None, "In an f-string", ""),
        (None, "%(n)s day", "%(n)s days"),
        ("skin", "Clear", ""),
        (None, "Two parts", ""),
    }


class TestBringingInStep:
    @pytest.fixture
    def kept(self):
        made = polib.POFile(wrapwidth=0)
        made.extend(
            [
                polib.POEntry(msgid="Save", msgstr="Guardar", occurrences=[("a.py", "3")], tcomment="short, a button"),
                polib.POEntry(msgid="Gone", msgstr="Ido"),
                polib.POEntry(msgid="Doubtful", msgstr="Dudoso", flags=["fuzzy"]),
                polib.POEntry(msgid="%(n)s day", msgstr="%(n)s día"),
            ]
        )
        return made

    def test_translations_stay_gone_ones_go_and_nothing_is_guessed(self, kept):
        found = polib.POFile()
        found.extend(
            [
                polib.POEntry(msgid="Save", occurrences=[("b.py", "")]),
                polib.POEntry(msgid="Save it"),
                polib.POEntry(msgid="Doubtful"),
                polib.POEntry(msgid="Save", msgctxt="a noun"),
                polib.POEntry(msgid="%(n)s day", msgid_plural="%(n)s days", msgstr_plural={0: "", 1: ""}),
            ]
        )
        new = extraction.update(kept, found)
        assert [(e.msgctxt, e.msgid, e.msgstr) for e in new] == [
            (None, "Save", "Guardar"),
            (None, "Save it", ""),
            (None, "Doubtful", ""),
            ("a noun", "Save", ""),
            (None, "%(n)s day", ""),
        ]
        assert (new[0].occurrences, new[0].tcomment) == ([("b.py", "")], "short, a button")
        assert not new[4].translated()
