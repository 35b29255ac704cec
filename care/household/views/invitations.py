"""Inviting somebody into the family, and accepting an invitation."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from care.household import actions, reads
from care.household.forms import InviteForm
from care.household.models import Invitation, reach_of
from care.household.pages import form_page, join_link, mail_invitation, may_mail_somebody, qr_picture, with_next
from care.household.rules import Capability, InvitationState
from care.household.views.members import place_form


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request, household):
    """Choose what somebody may do; then a link, a code on the screen, and a mail if there is an address."""
    household = request.access.household(household, Capability.MANAGE)
    form = place_form(InviteForm, request, household)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            invitation = actions.invite(
                household=household,
                role=answers["role"],
                patients=answers["children"],
                email=answers["email"],
                by=request.user,
                at=timezone.now(),
                key=answers["key"],
            )
        except actions.TooManyInvitations:
            form.add_error(
                None, _("That is a lot of invitations for one day. Take back those nobody needs, or go on tomorrow.")
            )
        else:
            if answers["email"] and may_mail_somebody(request) and mail_invitation(request, invitation):
                messages.success(request, _("The invitation was sent to %(email)s.") % {"email": answers["email"]})
            elif answers["email"]:
                messages.warning(request, _("The mail could not be sent. Show the code, or send the link yourself."))
            return redirect("household:invitation", household=household.pk, invitation=invitation.pk)
    return form_page(request, "care/household/invite.html", form, household=household)


@require_safe
def invitation(request, household, invitation):
    """The code and link of an open invitation, to show or to send."""
    household = request.access.household(household, Capability.MANAGE)
    row = _invitation(request, household, invitation)
    link = join_link(request, row)
    context = {
        "household": household,
        "invitation": row,
        "state": row.state(timezone.now()),
        "link": link,
        "qr": qr_picture(link),
        "explained": reads.ROLE_EXPLAINED[row.role],
    }
    return render(request, "care/household/invitation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request, household, invitation):
    """Ask once, then close an invitation's link."""
    household = request.access.household(household, Capability.MANAGE)
    row = _invitation(request, household, invitation)
    if request.method == "POST":
        actions.revoke(invitation=row, by=request.user, at=timezone.now())
        messages.success(request, _("The invitation was taken back. Its link no longer works."))
        return redirect("household:family", household=household.pk)
    return render(request, "care/household/revoke.html", {"household": household, "invitation": row})


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, token):
    """What an invitation offers, and accepting it. A closed one says so with 410 (RFC 9110) and no names."""
    row = reads.invitation_by_token(token)
    if row is None:
        raise Http404
    signed_in = request.user.is_authenticated
    already = signed_in and any(m.household_id == row.household_id for m in request.access.memberships)
    if already and (request.method == "POST" or row.accepted_by_id == request.user.pk):
        # The same tap sent twice, or a member following the link: they have their place already.
        return redirect("household:family", household=row.household_id)
    state = row.state(timezone.now())
    if state != InvitationState.OPEN:
        return render(request, "care/household/join_closed.html", {"state": state}, status=410)
    if request.method == "POST":
        if not signed_in:
            return redirect(with_next("account_login", request.path))
        try:
            actions.accept(invitation=row, by=request.user, at=timezone.now())
        except actions.InvitedSomebodyElse:
            return redirect(request.path)  # the page says whose it is
        except actions.InvitationClosed as closed:
            return render(request, "care/household/join_closed.html", {"state": closed.state}, status=410)
        messages.success(request, _("You now belong to %(family)s.") % {"family": row.household.name})
        return redirect("/")
    context = {
        "invitation": row,
        "already": already,
        "explained": reads.ROLE_EXPLAINED[row.role],
        "for_someone_else": signed_in and not row.is_for(request.user),
        "signup_url": with_next("account_signup", request.path),
        "login_url": with_next("account_login", request.path),
    }
    return render(request, "care/household/join.html", context)


def _invitation(request, household, key) -> Invitation:
    row = request.access.get(Invitation, key, Capability.MANAGE)
    if row.household_id != household.pk:
        raise Http404
    actions.check_reach(household, request.user, reach_of(row))
    return row
