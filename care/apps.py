from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "care"
    verbose_name = _("The record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from care.household.access import offer_consents
        from care.household.reads import name_actions

        # The emergency card shows allergies and the rules ask for live vaccines, which both live above them.
        from care.infections import actions as infection_actions  # noqa: F401  (listens for dust noted later)
        from care.medicines import reads as medicines
        from care.plan import actions as flags
        from care.plan import reads as plan
        from care.record import folding

        # The web process asks for summaries and photos too, so it must know the tasks and listen for the requests.
        from care.record.photos import tasks as photos  # noqa: F401
        from care.vaccines import actions as vaccine_actions  # noqa: F401  (listens for decisions put back)
        from care.vaccines import reads as vaccines
        from care.visits import actions as visit_actions  # noqa: F401  (listens for guardians who leave)
        from care.visits import reads as clinic
        from care.visits import tasks  # noqa: F401

        folding.install()

        def allergies(access, patient):
            known = (
                (line.substance, [line.basis_word, line.reaction]) for line in medicines.allergies(access, patient)
            )
            return [plan.CardAllergy(what, ": ".join(word for word in words if word)) for what, words in known]

        plan.offer_allergies(allergies)
        # Whom a family lets in as its clinician is kept in a room above the door.
        offer_consents(clinic.grant_for)
        flags.offer_live_vaccine(vaccines.days_since_live_vaccine)

        name_actions(
            {
                "consent.offered": _("Offered a clinician to be let in"),
                "consent.accepted": _("A clinician was let in"),
                "consent.ended": _("Ended what a clinician may read"),
                "summary.chosen": _("Chose what a summary shows"),
                "summary.reviewed": _("A clinician reviewed a summary"),
                "summary.opened": _("A clinician opened a summary"),
                "summary.copied": _("A clinician copied the text of a summary"),
                "summary.printed": _("A clinician printed a summary"),
                "summary.downloaded": _("A clinician downloaded a file of a summary"),
                "review.seen": _("Put a clinician's message away"),
                "instruction.written": _("A clinician wrote an instruction"),
                "instruction.confirmed": _("Took a clinician's instruction into the plan"),
                "instruction.declined": _("Left the plan as it was, against a clinician's instruction"),
                "share.code_made": _("Made a new code for a share"),
                "share.opened": _("A share was opened with its code and PIN"),
                "share.locked": _("A share was locked after wrong PINs"),
                "share.copied": _("Text of a shared summary was copied"),
                "share.printed": _("A shared summary was printed"),
                "share.downloaded": _("A file of a shared summary was downloaded"),
                "care_plan.saved": _("Wrote down the signed care plan"),
                "flags.raised": _("Tend showed a message"),
                "flags.called": _("Wrote down a call"),
                "flags.put_aside": _("Put a message aside"),
                "entry.moved_away": _("Moved an entry to the other child"),
                "entry.moved_here": _("Got an entry that was noted for the other child"),
                "medicine.added": _("Added a medicine to the list"),
                "medicine.changed": _("Changed a medicine on the list"),
                "medicine.stopped": _("Noted that a medicine is no longer taken"),
                "medicine.restarted": _("Noted that a medicine is taken again"),
                "medicine.removed": _("Took a medicine off the list"),
                "medicine.restored": _("Put a medicine back on the list"),
                "skin_setting.changed": _("Changed how lost sleep is noted"),
                "vaccine_directive.signed": _("Signed what the care team said about a vaccine"),
                "vaccine_fact.added": _("Added a fact that stands beside vaccine answers"),
                "vaccine_fact.changed": _("Changed a fact that stands beside vaccine answers"),
                "vaccine_fact.removed": _("Took back a fact that stands beside vaccine answers"),
                "vaccine_fact.restored": _("Put back a fact that stands beside vaccine answers"),
                "photo.added": _("Added a photo"),
                "photo.changed": _("Changed what a photo shows"),
                "photo.put_in_summary": _("Chose a photo for summaries"),
                "photo.left_out_of_summary": _("Left a photo out of summaries"),
                "photo.removed": _("Took a photo back"),
                "photo.restored": _("Put a photo back"),
            }
        )
