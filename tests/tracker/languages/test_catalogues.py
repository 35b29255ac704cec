"""The compiled catalogues: made without the system's gettext, and found out when they are old."""

import gettext

import polib
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tracker import checks
from tracker.languages import catalogues

CATALOGUE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: es\\n"
"Plural-Forms: nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;\\n"

msgid "Save"
msgstr "Guardar"

#, fuzzy
msgid "Undo"
msgstr "Rehacer"

msgctxt "skin"
msgid "Clear"
msgstr "Limpia"

#, python-format
msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "%(n)s día"
msgstr[1] "%(n)s de días"
msgstr[2] "%(n)s días"
"""


@pytest.fixture
def spanish(tmp_path, settings):
    """A catalogue of its own for Spanish, the only language beside English."""
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [("en", "English"), ("es", "Español")]
    source = catalogues.source_of("es")
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE, encoding="utf-8")
    return source


def test_words_contexts_and_plurals_come_out_and_doubtful_ones_do_not(spanish, monkeypatch):
    monkeypatch.setenv("PATH", "")
    call_command("compile_languages")
    with spanish.with_suffix(".mo").open("rb") as handle:
        words = gettext.GNUTranslations(handle)
    assert words.gettext("Save") == "Guardar"
    assert words.gettext("Undo") == "Undo"
    assert words.pgettext("skin", "Clear") == "Limpia"
    forms = [words.ngettext("%(n)s day", "%(n)s days", n) for n in (1, 1_000_000, 2)]
    assert forms == ["%(n)s día", "%(n)s de días", "%(n)s días"]


def test_an_old_one_a_cut_one_and_a_missing_one_are_found_out(spanish):
    made = spanish.with_suffix(".mo")
    assert [error.id for error in checks.languages(None)] == ["tend.E020"]
    call_command("compile_languages")
    assert checks.languages(None) == []
    whole = made.read_bytes()
    for cut in (0, 10, 40, len(whole) // 2):
        made.write_bytes(whole[:cut])
        assert not catalogues.is_current(spanish), cut
    made.write_bytes(whole)
    spanish.write_text(CATALOGUE.replace("Guardar", "Salvar"), encoding="utf-8")
    assert [error.id for error in checks.languages(None)] == ["tend.E020"]
    call_command("compile_languages")
    assert polib.mofile(str(made)).find("Save").msgstr == "Salvar"
    assert [path.name for path in sorted(spanish.parent.iterdir())] == ["django.mo", "django.po"]


def test_a_current_one_is_left_alone(spanish):
    call_command("compile_languages")
    before = spanish.with_suffix(".mo").stat().st_mtime_ns
    call_command("compile_languages")
    assert spanish.with_suffix(".mo").stat().st_mtime_ns == before


def test_a_missing_catalogue_is_named(spanish):
    spanish.unlink()
    with pytest.raises(CommandError, match=r"cannot compile .*es/LC_MESSAGES/django.po"):
        call_command("compile_languages")
