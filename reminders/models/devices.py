"""Phones and computers that asked to be told by web push."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from care.household.models import Keyed


class PushSubscription(Keyed):
    """One browser on one device, as its push service knows it (W3C Push API: endpoint and the two keys).

    It belongs to a person, not to a family: ``access_scope`` is None and every look at it goes by the person.
    """

    class Ended(models.TextChoices):
        """Why nothing is sent there any more. "" while it works."""

        NONE = "", ""
        GONE = "gone", _("the browser no longer takes messages")
        REFUSED = "refused", _("the push service refused it")
        TURNED_OFF = "turned_off", _("turned off")
        SIGNED_OUT = "signed_out", _("its person signed out there")
        REPLACED = "replaced", _("somebody else uses this browser now")

    access_scope = None

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="push_subscriptions")
    # Unique: a browser that signs in as somebody else must not go on telling the first.
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    device = models.CharField(_("device"), max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    # Proofs of life: the push service took a message; the person opened one here.
    last_taken_at = models.DateTimeField(null=True, blank=True)
    last_opened_at = models.DateTimeField(null=True, blank=True)
    # Since when its push service has taken none of our messages for want of a fitting key (401, 403); None: it does.
    refused_since = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=12, choices=Ended, blank=True, default=Ended.NONE)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None, ended="")
                | Q(ended_at__isnull=False, ended__in=["gone", "refused", "turned_off", "signed_out", "replaced"]),
                name="push_subscription_ended_why",
            )
        ]
        indexes = [models.Index(fields=["user"], condition=Q(ended_at=None), name="push_subscription_alive")]

    def __str__(self) -> str:
        return self.device or str(self.pk)
