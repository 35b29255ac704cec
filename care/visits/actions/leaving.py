"""Ways in that somebody opened for others close when that person may no longer open them.

Who made a code knows it, and an offer to a clinician may be taken up by anybody who has its link: left open, both would
be back doors for a guardian who was removed or sees other children now. A clinician who was let in stays: that is the
family's word, ended on the list of shares.
"""

from django.db.models import Q

from care.household.access import Access
from care.household.events import MemberChanged, MemberLeft, listen
from care.household.models import User
from care.household.rules import Capability
from care.visits.actions.consents import end_consent
from care.visits.actions.shares import end_share
from care.visits.models import ClinicConsent, Share


@listen(MemberLeft)
@listen(MemberChanged)
def end_what_they_opened(event: MemberLeft | MemberChanged) -> None:
    """End the shares and the offers they made of patients they no longer manage; and, when they left, what they were
    let in to read as a clinician of this family."""
    who = User.objects.get(pk=event.user_id)
    by = User.objects.get(pk=event.by) if event.by else who
    access = Access.for_user(who, now=event.at)
    shares = Share.objects.filter(
        # Whoever renewed the code knows it as well as whoever made the first one.
        Q(created_by=who) | Q(code_made_by=who),
        summary__visit__patient__household=event.household_id,
        ended_at=None,
        expires_at__gt=event.at,
    )
    for share in shares.exclude(pk__in=access.of(Share, Capability.MANAGE).values("pk")):
        end_share(share=share, by=by, at=event.at)
    consents = ClinicConsent.objects.filter(
        patient__household=event.household_id, ended_at=None, expires_at__gt=event.at
    )
    theirs = Q(created_by=who, accepted_at=None) & ~Q(pk__in=access.of(ClinicConsent, Capability.MANAGE).values("pk"))
    if isinstance(event, MemberLeft):
        theirs |= Q(clinician=who)
    for consent in consents.filter(theirs):
        end_consent(consent=consent, by=by, at=event.at)
