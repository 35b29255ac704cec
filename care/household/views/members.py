"""Who belongs to a family, what they may do, and leaving it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from care.household import actions, reads
from care.household.forms import PlaceForm
from care.household.models import Membership, reach_of
from care.household.pages import form_page, posted
from care.household.rules import Capability, may


@require_safe
def families(request):
    """The families of this person; straight on when there is one."""
    memberships = request.access.memberships
    if len(memberships) == 1:
        return redirect("household:family", household=memberships[0].household_id)
    return render(request, "care/household/families.html", {"memberships": memberships})


@require_safe
def family(request, household):
    """One family: its children, members and open invitations."""
    household = request.access.household(household)
    mine = request.access.membership(household.pk)
    context = {
        "household": household,
        "mine": mine,
        "mine_explained": reads.ROLE_EXPLAINED[mine.role],
        "patients": [p for p in request.access.patients() if p.household_id == household.pk],
        "members": reads.members(request.access, household),
        "explained": [(role, reads.ROLE_EXPLAINED[role]) for role in reads.ROLE_EXPLAINED],
        "invitations": reads.open_invitations(request.access, household),
        "manages": may(mine.role, Capability.MANAGE),
    }
    return render(request, "care/household/family.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def member(request, household, member):
    """Change what one member may do, and for which children."""
    household = request.access.household(household, Capability.MANAGE)
    row = _member(request, household, member)
    form = place_form(
        PlaceForm,
        request,
        household,
        initial={
            "role": row.role,
            "scope": "all" if row.all_patients else "some",
            "children": [] if row.all_patients else [str(p.pk) for p in row.patients.all()],
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_member(
                membership=row,
                role=form.cleaned_data["role"],
                patients=form.cleaned_data["children"],
                by=request.user,
                at=timezone.now(),
            )
        except actions.LastGuardian:
            form.add_error("role", _("Somebody must stay guardian of every child. Make another person guardian first."))
        else:
            messages.success(request, _("Saved: what %(name)s may do.") % {"name": row.user})
            return redirect("household:family", household=household.pk)
    return form_page(request, "care/household/member.html", form, household=household, member=row)


@require_http_methods(["GET", "HEAD", "POST"])
def remove_member(request, household, member):
    """Ask once, then end a member's place at once."""
    household = request.access.household(household, Capability.MANAGE)
    row = _member(request, household, member)
    if row.user_id == request.user.pk:
        return redirect("household:leave", household=household.pk)
    stays = False
    if request.method == "POST":
        try:
            actions.remove_member(membership=row, by=request.user, at=timezone.now())
        except actions.LastGuardian:
            stays = True
        else:
            messages.success(request, _("%(name)s no longer belongs to this family.") % {"name": row.user})
            return redirect("household:family", household=household.pk)
    context = {"household": household, "member": row, "stays": stays}
    return render(request, "care/household/remove_member.html", context, status=409 if stays else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request, household):
    """Leave a family. Its last guardian hands it over or erases it first."""
    household = request.access.household(household)
    mine = request.access.membership(household.pk)
    stays = False
    if request.method == "POST":
        try:
            actions.leave(membership=mine, at=timezone.now())
        except actions.LastGuardian:
            stays = True
        else:
            messages.success(request, _("You have left %(family)s.") % {"family": household.name})
            return redirect("household:more")
    else:
        stays = reads.is_last_guardian(request.access, household)
    context = {"household": household, "mine": mine, "stays": stays}
    status = 409 if stays and request.method == "POST" else 200
    return render(request, "care/household/leave.html", context, status=status)


def place_form(kind, request, household, **kwargs):
    """A form about a place in the family, offering only what this person may hand on."""
    return kind(
        posted(request),
        patients=[p for p in request.access.patients(Capability.MANAGE) if p.household_id == household.pk],
        may_give_all=request.access.membership(household.pk).all_patients,
        **kwargs,
    )


def _member(request, household, key) -> Membership:
    row = request.access.get(Membership, key, Capability.MANAGE)
    if row.household_id != household.pk or row.ended_at is not None:
        raise Http404
    actions.check_reach(household, request.user, reach_of(row))
    return row
