"""What the code, the templates and the data files ask gettext for. Needs the system's gettext: developers only."""

import ast
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import polib
from django.conf import settings
from django.core.management.commands.makemessages import Command as MakeMessages

from tracker.languages import reference_words

#: Where words that people read stand.
FOLDERS = ("tracker", "care", "reminders", "templates")
#: How code calls gettext: the place of the context, the message and its plural among the arguments.
CALLS: dict[str, tuple[int | None, int, int | None]] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (None, 0, None)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (None, 0, 1)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (0, 1, None)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (0, 1, 2)),
}


def is_possible() -> bool:
    """Whether this machine has the system's gettext."""
    return shutil.which("xgettext") is not None and shutil.which("msguniq") is not None


def extract() -> polib.POFile:
    """Every message of this code as an empty catalogue, by file and then by message; line numbers are left out.

    Raises CommandError when a template or the programs of gettext fail.
    """
    with tempfile.TemporaryDirectory(prefix="tend-messages-") as name:
        # A copy: Django writes a Python file beside every template while it extracts.
        root = Path(name)
        for folder in FOLDERS:
            shutil.copytree(settings.BASE_DIR / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
        with chdir(root):
            found = polib.pofile(_potfile(root), encoding="utf-8", wrapwidth=0)
    known = {(entry.msgctxt, entry.msgid) for entry in found}
    for entry in calls(settings.BASE_DIR):
        # Those inside f-strings: Debian's xgettext reads over them.
        if (entry.msgctxt, entry.msgid) not in known:
            known.add((entry.msgctxt, entry.msgid))
            found.append(entry)
    found.extend(_words_not_in(found))
    for entry in found:
        # "templates/a.html.py:0" is how the copy names a template's message.
        files = sorted({re.sub(r"\.(html|txt)\.py$", r".\1", path) for path, _line in entry.occurrences})
        entry.occurrences = [(path, "") for path in files]
    found.sort(key=lambda entry: (entry.occurrences[0][0], entry.msgid, entry.msgctxt or ""))
    return found


def calls(base: Path) -> Iterator[polib.POEntry]:
    """Every call of gettext with its words written out, as Python itself reads the code under ``base``."""
    for folder in FOLDERS:
        for path in sorted((base / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (entry := _entry(node)):
                    entry.occurrences = [(path.relative_to(base).as_posix(), "")]
                    yield entry


def _entry(call: ast.Call) -> polib.POEntry | None:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    if name not in CALLS:
        return None
    words: list[str | None] = []
    for place in CALLS[name]:
        argument = call.args[place] if place is not None and place < len(call.args) else None
        found = argument.value if isinstance(argument, ast.Constant) else None
        words.append(found if isinstance(found, str) else None)
    context, message, plural = words
    if not message:
        return None
    entry = polib.POEntry(msgctxt=context, msgid=message, msgid_plural=plural or "")
    if plural:
        entry.msgstr_plural = {0: "", 1: ""}
    if "%(" in message:
        entry.flags.append("python-format")
    return entry


def _potfile(root: Path) -> str:
    command = MakeMessages()
    command.domain, command.extensions = "django", {".html", ".txt", ".py"}
    command.verbosity, command.symlinks, command.ignore_patterns = 0, False, []
    command.invoked_for_django, command.keep_pot = False, True
    command.locale_paths, command.default_locale_path = [str(root)], str(root)
    options = ["--no-wrap", "--add-location=file"]
    command.xgettext_options = [*command.xgettext_options, *options]
    command.msguniq_options = [*command.msguniq_options, *options]
    return command.build_potfiles()[0]


def _words_not_in(found: polib.POFile) -> list[polib.POEntry]:
    """Entries for words of the data files; a word that the code has too only gets one more place."""
    known = {entry.msgid: entry for entry in found if not entry.msgctxt}
    new = []
    for word in reference_words.words():
        place = (reference_words.path_of(word.file), "")
        if word.message in known:
            known[word.message].occurrences.append(place)
        else:
            new.append(polib.POEntry(msgid=word.message, comment=word.note, occurrences=[place]))
    return new


def update(catalogue: polib.POFile, found: polib.POFile) -> polib.POFile:
    """``catalogue`` brought in step with ``found``: new messages empty, gone ones dropped, translations kept.

    A message that changed is a new one. Nothing is guessed from similar words: a wrong medical word looks right.
    """
    kept = {(entry.msgctxt, entry.msgid): entry for entry in catalogue if not entry.obsolete and not entry.fuzzy}
    made = polib.POFile(wrapwidth=0)
    made.metadata, made.header = catalogue.metadata, catalogue.header
    for message in found:
        old = kept.get((message.msgctxt, message.msgid))
        entry = polib.POEntry(
            msgid=message.msgid,
            msgctxt=message.msgctxt,
            msgid_plural=message.msgid_plural,
            occurrences=message.occurrences,
            comment=message.comment,
            flags=message.flags,
        )
        if old and bool(old.msgid_plural) == bool(message.msgid_plural):
            entry.msgstr, entry.msgstr_plural = old.msgstr, old.msgstr_plural
            entry.tcomment = old.tcomment
        made.append(entry)
    return made
