"""`manage.py messages`: brings the catalogues in step with the code. For developers, with the system's gettext."""

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from tracker.languages import catalogues, extraction

#: How a language counts: the number of forms, and which form a number takes (as gettext writes it).
PLURALS = {
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;",
    "ar": (
        "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3"
        " : n%100>=11 && n%100<=99 ? 4 : 5;"
    ),
}


class Command(BaseCommand):
    help = "Puts new messages of code, templates and data files into the catalogues and drops those that are gone."
    requires_system_checks = []

    def handle(self, *args, **options):
        if not extraction.is_possible():
            raise CommandError("this needs the system's gettext; on Debian: apt install gettext")
        found = extraction.extract()
        for source in catalogues.sources():
            language = source.parent.parent.name
            old = catalogues.read(source) if source.exists() else polib.POFile(wrapwidth=0)
            new = extraction.update(old, found)
            new.metadata = {
                "Content-Type": "text/plain; charset=UTF-8",
                "Content-Transfer-Encoding": "8bit",
                "Language": language,
                "MIME-Version": "1.0",
                "Plural-Forms": PLURALS[language],
            }
            new.header = f"Tend in {dict(settings.LANGUAGES)[language]}. See docs/glossary.md."
            source.parent.mkdir(parents=True, exist_ok=True)
            new.save(str(source))
            catalogues.compile_catalogue(source)
            empty = sum(1 for entry in new if not entry.translated())
            self.stdout.write(f"{language}: {len(new)} messages, {empty} to translate")
