"""`manage.py compile_languages`: makes the files gettext reads from the catalogues, where they are missing or old."""

from django.core.management.base import BaseCommand, CommandError

from tracker.languages import catalogues


class Command(BaseCommand):
    help = "Compiles the catalogues of all languages that changed. Needs no gettext of the system."
    # The check of the languages asks for what this command makes.
    requires_system_checks = []

    def handle(self, *args, **options):
        for source in catalogues.sources():
            if source.exists() and catalogues.is_current(source):
                continue
            try:
                catalogues.compile_catalogue(source)
            except OSError as error:
                raise CommandError(f"cannot compile {source}: {error}") from error
            if options["verbosity"] > 1:
                self.stdout.write(f"compiled {source}")
