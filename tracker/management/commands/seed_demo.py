"""``manage.py seed_demo``: a believable family of 120 days, the same for the same seed."""

import datetime as dt

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tracker.demo.cast import GUARDIAN, PASSWORD, ZONE, make_cast
from tracker.demo.days import DAYS, Diary


class Command(BaseCommand):
    help = "Make a demo family: two children, two parents, a grandmother who helps, 120 days with gaps."

    def add_arguments(self, parser):
        parser.add_argument("--seed", type=int, default=7, help="another number, another story")
        parser.add_argument("--zone", default=ZONE, help="the family's IANA time zone")

    def handle(self, *args, seed: int, zone: str, **options):
        if settings.PRODUCTION:
            raise CommandError("seed_demo makes users with a known password, so it never runs in production.")
        if get_user_model().objects.filter(email=GUARDIAN).exists():
            self.stdout.write("The demo family is already here.")
            return
        now = timezone.now()
        with transaction.atomic():
            cast = make_cast(at=now - dt.timedelta(days=DAYS + 1), zone=zone)
            Diary(cast, now=now, seed=seed).write()
        self.stdout.write(f"Demo family made. Sign in as {GUARDIAN} with the password {PASSWORD}.")
