"""Showing a summary to somebody without an account: the share, who opened it, and what was tried."""

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from care.household.models import AppendOnly, Keyed, User
from care.household.scope import Scope
from care.visits.models.summaries import Summary
from care.visits.rules.sharing import WRONG_PINS, Device, State, state_of


class Share(Keyed):
    """One version of a summary, opened by a code and a PIN until it ends. Neither of the two is kept.

    ``code_hash`` is keyed, so that it can be looked up; ``pin_hash`` is slow. ``failures`` counts wrong PINs since
    the code was made: a lock is this row, so losing a cache opens nothing.
    """

    access_scope = Scope(
        household="summary__visit__patient__household", patient="summary__visit__patient", section="sharing"
    )

    summary = models.ForeignKey(Summary, on_delete=models.CASCADE, related_name="shares")
    purpose = models.CharField(_("what it is for"), max_length=80, blank=True)
    sections = models.JSONField(default=list)
    code_hash = models.CharField(max_length=64, unique=True)
    pin_hash = models.CharField(max_length=200)
    failures = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    code_made_at = models.DateTimeField()
    #: None: whoever made the share, before this was kept.
    code_made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(failures__lte=WRONG_PINS), name="share_failures_counted"),
            models.CheckConstraint(condition=models.Q(expires_at__gt=models.F("created_at")), name="share_ends_later"),
            models.CheckConstraint(condition=~models.Q(code_hash="") & ~models.Q(pin_hash=""), name="share_is_closed"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    def state(self, now: dt.datetime) -> State:
        """Whether it opens, and if not, why. A visit that was taken off the list takes its shares along."""
        return state_of(
            ended=self.ended_at is not None or self.summary.visit.removed_at is not None,
            failures=self.failures,
            expires_at=self.expires_at,
            now=now,
        )


class ShareOpening(Keyed):
    """A share opened in one browser, for an hour. Two devices are two rows; ending the share ends them all."""

    access_scope = Scope(
        household="share__summary__visit__patient__household",
        patient="share__summary__visit__patient",
        section="sharing",
    )

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="openings")
    token_hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pk}"


class ShareEvent(Keyed):
    """One line of the family's list: what happened to a share, when, on what kind of machine. Never changed."""

    class Kind(models.TextChoices):
        OPENED = "opened", _("Opened")
        WRONG_PIN = "wrong_pin", _("Wrong PIN")
        LOCKED = "locked", _("Locked after wrong PINs")
        COPIED = "copied", _("Text copied")
        PRINTED = "printed", _("Printed")
        DOWNLOADED = "downloaded", _("File downloaded")
        CODE_MADE = "code_made", _("New code and PIN made")
        CLOSED = "closed", _("Closed by the reader")

    access_scope = Scope(
        household="share__summary__visit__patient__household",
        patient="share__summary__visit__patient",
        section="sharing",
    )

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="events")
    opening = models.ForeignKey(ShareOpening, null=True, blank=True, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    # Which form of the summary was taken along ("pdf", "text", "csv", "fhir"); "" for the page.
    form = models.CharField(max_length=12, blank=True)
    device = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Device], default=Device.UNKNOWN)
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=[
                    "opened", "wrong_pin", "locked", "copied", "printed", "downloaded", "code_made", "closed",
                ]),
                name="share_event_kind_known",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind}"


class ShareTries(models.Model):
    """How often one address guessed wrong within one window. In the database, so that all web processes count together.

    The address is kept as a keyed hash; rows of past windows are swept away by the next one.
    """

    access_scope = None

    address_hash = models.CharField(max_length=64)
    window = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "share tries"
        constraints = [models.UniqueConstraint(fields=["address_hash", "window"], name="share_tries_once")]

    def __str__(self) -> str:
        return f"{self.window} {self.count}"
