"""People, families, children, who may do what, and the trail of what was done."""

import datetime as dt
import secrets
import zoneinfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.keys import uuid7
from care.household.rules import InvitationState, Reach, Role, invitation_state
from care.household.scope import Scope


def validate_time_zone(name: str) -> None:
    """Raises ValidationError unless ``name`` is an IANA zone this machine knows."""
    if name not in zoneinfo.available_timezones():
        raise ValidationError(_("Choose a time zone from the list."))


class Keyed(models.Model):
    """A table with a time-ordered key."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail, whatever its letters' case."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(Keyed, AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    class TemperatureUnit(models.TextChoices):
        CELSIUS = "C", _("Celsius (°C)")
        FAHRENHEIT = "F", _("Fahrenheit (°F)")

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    display_name = models.CharField(_("your name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    temperature_unit = models.CharField(
        _("temperature unit"), max_length=1, choices=TemperatureUnit, default=TemperatureUnit.CELSIUS
    )
    is_staff = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_lower")]

    def __str__(self) -> str:
        return self.display_name or self.email.partition("@")[0]

    def save(self, *args, **kwargs):
        # One spelling, so that "unique" means what a person expects.
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class Household(Keyed):
    """A family: the children, the people who care for them, and one clock."""

    access_scope = Scope(household="pk")

    name = models.CharField(_("family name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class Patient(Keyed):
    """The person with HIES whose days are recorded: a child, or the user themself."""

    access_scope = Scope(household="household", patient="pk")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="patients")
    name = models.CharField(_("name"), max_length=80)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    # A teen or adult may keep their own record.
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="own_records")
    # What the care team said, copied by the family; never worked out from entries (reference/hies-facts section 1).
    hies_type = models.CharField(_("type of HIES, as told by the care team"), max_length=24, default="not_known")
    hies_type_told_by = models.CharField(_("told by"), max_length=120, blank=True)
    hies_type_told_on = models.DateField(_("told on"), null=True, blank=True)
    history_before_tend = models.TextField(_("history before Tend"), max_length=8000, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.name


ROLE_WORDS = {
    Role.GUARDIAN: _("Guardian"),
    Role.CAREGIVER: _("Caregiver"),
    Role.HELPER: _("Helper"),
    Role.VIEWER: _("Viewer"),
}
ROLE_CHOICES = [(role.value, words) for role, words in ROLE_WORDS.items()]


class Membership(Keyed):
    """One person's place in one family, from joining until it ends."""

    access_scope = Scope(household="household")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=ROLE_CHOICES)
    # Separated parents: both guardians of one household, each seeing only some of the children.
    all_patients = models.BooleanField(_("all children"), default=True)
    patients = models.ManyToManyField(Patient, blank=True, related_name="narrowed_memberships")
    joined_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["household", "user"], condition=models.Q(ended_at=None), name="membership_one_active"
            ),
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


def reach_of(row: "Membership | Invitation") -> Reach:
    """The patients a membership or an invitation opens; None for all of the family's, later ones too."""
    return None if row.all_patients else frozenset(patient.pk for patient in row.patients.all())


def invitation_token() -> str:
    return secrets.token_urlsafe(24)


class Invitation(Keyed):
    """An offer to join a family, sent by e-mail or shown as a QR code, good for a week."""

    VALID_FOR = dt.timedelta(days=7)
    access_scope = Scope(household="household")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=16, choices=ROLE_CHOICES, default=Role.CAREGIVER)
    all_patients = models.BooleanField(_("all children"), default=True)
    patients = models.ManyToManyField(Patient, blank=True, related_name="+")
    token = models.CharField(max_length=64, unique=True, default=invitation_token)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(role__in=[r.value for r in Role]), name="invitation_role_known")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.created_at:%Y-%m-%d}"

    def is_for(self, user: User) -> bool:
        """Whether this person may take it up: one that was sent to an address belongs to that address."""
        return not self.email or self.email.lower() == user.email.lower()

    def state(self, now: dt.datetime) -> InvitationState:
        """Whether it can still be accepted, and if not, why."""
        return invitation_state(
            accepted=self.accepted_at is not None,
            revoked=self.revoked_at is not None,
            expires_at=self.expires_at,
            now=now,
        )


class AppendOnly(models.QuerySet):
    """Rows that are written once. Only erasing the whole family removes them (by cascade)."""

    def update(self, **kwargs):
        raise TypeError("The audit trail is append-only.")

    def bulk_update(self, objs, fields, batch_size=None):
        raise TypeError("The audit trail is append-only.")

    def delete(self):
        raise TypeError("The audit trail is append-only.")


class AuditEvent(Keyed):
    """Who did what to which row, when, and which fields changed: never the values themselves."""

    access_scope = Scope(household="household")

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="audit_events")
    # No foreign key: the trail outlives the row, and a removed child must not take its trail along.
    patient_id = models.UUIDField(null=True, blank=True)
    actor = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=40)
    object_type = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    fields = models.JSONField(default=list)
    at = models.DateTimeField()

    objects = AppendOnly.as_manager()

    class Meta:
        indexes = [models.Index(fields=["household", "-id"], name="audit_household_newest")]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The audit trail is append-only.")
        super().save(*args, **kwargs)


class Tombstone(Keyed):
    """All that is left of an erased family: that it was erased, and when. Nothing personal."""

    access_scope = None

    household_key = models.UUIDField(unique=True)
    erased_at = models.DateTimeField()
    rows = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.household_key}"
