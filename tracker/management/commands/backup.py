"""``manage.py backup``: a family's record, or everybody's, as one file."""

import os
import tempfile
import uuid
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from care.exports import archive
from care.household.models import Household


class Command(BaseCommand):
    help = "Write the record of one family, or of all, to a zip file that `restore` reads."

    def add_arguments(self, parser):
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--household", type=uuid.UUID, action="append", help="the family's id; may be repeated")
        which.add_argument("--all", action="store_true", help="every family on this machine")
        parser.add_argument("--to", required=True, type=Path, metavar="FILE", help="the file to write")

    def handle(self, *args, household: list[uuid.UUID] | None, to: Path, **options):
        found = Household.objects.order_by("pk")
        if household:
            found = found.filter(pk__in=household)
            if found.count() != len(set(household)):
                raise CommandError("There is no such family here. Nothing was written.")
        keys = list(found.values_list("pk", flat=True))
        try:
            # Written aside and renamed: a full disk never leaves half a backup under the good name.
            descriptor, partial = tempfile.mkstemp(dir=to.parent, prefix=f".{to.name}-")
        except OSError as problem:
            raise CommandError(f"Cannot write to {to.parent}: {problem.strerror}.") from problem
        try:
            with open(descriptor, "wb") as file:
                written = archive.write(file, households=keys, at=timezone.now(), version=settings.TEND_VERSION)
                file.flush()
                os.fsync(file.fileno())
            os.replace(partial, to)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
        self.stdout.write(f"Families: {len(keys)}, rows: {written.rows}, files: {written.files}. Written to {to}.")
        for name in written.missing:
            self.stderr.write(f"Not in the backup, because the storage does not have it: {name}")
