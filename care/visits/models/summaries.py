"""The summaries made for a visit: asked for, made once, never changed."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed, User
from care.household.scope import Scope
from care.record.models import Entry
from care.visits.models.visits import Visit

#: The shape of the content that is made now. Older ones stay readable.
SCHEMA = 3
#: Since this shape the fingerprint covers everything that is quoted, not the entries of the days alone.
WHOLE = 3
#: Entries that the tables of twelve months are made of.
RARE = (Entry.Kind.INFECTION, Entry.Kind.ANTIMICROBIAL, Entry.Kind.CARE_VISIT, Entry.Kind.INFECTION_TEST)


def made_of(first: dt.date, rare: dt.date) -> models.Q:
    """The entries a summary is made of: all from ``first`` on, and those of rare events from ``rare`` on."""
    # The oldest day first, apart: with the choice alone the database walks over every entry there ever was.
    since = models.Q(local_day__gte=min(first, rare))
    return since & (models.Q(local_day__gte=first) | models.Q(kind__in=RARE, local_day__gte=rare))


class SummaryQuerySet(models.QuerySet):
    """A summary that is ready never changes: an update reaches only those still being made."""

    def update(self, **changes) -> int:
        return super(SummaryQuerySet, self.exclude(state=Summary.State.READY)).update(**changes)

    def choose(self, sections: list[str]) -> int:
        """What of a summary is shown: the one thing about it that a family may change once it is made."""
        return super().update(sections=sections)

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError("Summaries are changed one at a time, and never once they are ready.")


class Summary(Keyed):
    """One version of what a clinician reads: plain data, with its hash and the fingerprint of what it was made from.

    A row waits as QUEUED (perhaps leased by a worker), then ends as READY or FAILED. ``slot`` names the
    moment that asked for it, "" when a person did, so that two beats never make the same one twice.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Being made")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Not made")

    access_scope = Scope(
        household="visit__patient__household",
        patient="visit__patient",
        removed="visit__removed_at",
        section="visits",
    )

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="summaries")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    slot = models.CharField(max_length=40, blank=True)
    requested_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    # The class of the last problem, for whoever looks after the machine. Never its words: they may quote an entry.
    problem = models.CharField(max_length=80, blank=True)
    generated_at = models.DateTimeField(null=True, blank=True)
    first_day = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    content = models.JSONField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    app_version = models.CharField(max_length=24, blank=True)
    # What the family shows of it (rules.sharing); [] until somebody chose. Not part of the content or its hash.
    sections = models.JSONField(default=list, blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(fields=["visit", "version"], name="summary_version_once"),
            models.UniqueConstraint(fields=["visit", "slot"], condition=~models.Q(slot=""), name="summary_slot_once"),
            models.UniqueConstraint(fields=["visit"], condition=models.Q(state="queued"), name="summary_one_queued"),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="summary_version_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "ready", "failed"]), name="summary_state_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready")
                | models.Q(
                    generated_at__isnull=False,
                    first_day__isnull=False,
                    last_day__gte=models.F("first_day"),
                    content__isnull=False,
                )
                & ~models.Q(content_hash="")
                & ~models.Q(fingerprint=""),
                name="summary_ready_is_whole",
            ),
        ]
        indexes = [
            models.Index(fields=["requested_at"], condition=models.Q(state="queued"), name="summary_waiting"),
        ]

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A summary is written by care.visits.actions, and never changed once it is ready.")
        super().save(*args, **kwargs)

    def __str__(self) -> str:
        return f"{self.visit_id} v{self.version}"
