"""``manage.py restore``: brings families back from a file that ``backup`` wrote."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from care.exports import archive


class Command(BaseCommand):
    help = "Bring families back from a backup. Checks the whole file first; writes everything or nothing."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--replace", action="store_true", help="replace a family that exists here")
        parser.add_argument("--even-erased", action="store_true", help="also bring back a family erased on purpose")

    def handle(self, *args, file: Path, replace: bool, even_erased: bool, **options):
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        try:
            done = archive.restore(str(file), replace=replace, even_erased=even_erased)
        except archive.ArchiveRefused as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Back again. Families: {done.households}, rows: {done.rows}, files: {done.files}.")
        if done.created_people:
            self.stdout.write(f"People without a password, who sign in with an e-mailed code: {done.created_people}.")
