from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CareConfig(AppConfig):
    name = "care"
    verbose_name = _("The record")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from care.household.reads import name_actions

        # The emergency card shows allergies and the rules ask for live vaccines, which both live above them.
        from care.medicines import reads as medicines
        from care.plan import actions as flags
        from care.plan import reads as plan

        # The web process asks for summaries and photos too, so it must know the tasks and listen for the requests.
        from care.record.photos import tasks as photos  # noqa: F401
        from care.vaccines import reads as vaccines
        from care.visits import tasks  # noqa: F401

        def allergies(access, patient):
            known = (
                (line.substance, [line.basis_word, line.reaction]) for line in medicines.allergies(access, patient)
            )
            return [plan.CardAllergy(what, ": ".join(word for word in words if word)) for what, words in known]

        plan.offer_allergies(allergies)
        flags.offer_live_vaccine(vaccines.days_since_live_vaccine)

        name_actions(
            {
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
                "vaccine_fact.added": _("Added a fact that stands beside vaccine answers"),
                "vaccine_fact.changed": _("Changed a fact that stands beside vaccine answers"),
                "vaccine_fact.removed": _("Took back a fact that stands beside vaccine answers"),
                "vaccine_fact.restored": _("Put back a fact that stands beside vaccine answers"),
                "photo.added": _("Added a photo"),
                "photo.changed": _("Changed what a photo shows"),
                "photo.removed": _("Took a photo back"),
                "photo.restored": _("Put a photo back"),
            }
        )
