"""Gathers the rooms' tables under the one app label ``care``: importing a room's models is all Django needs."""

import care.household.models
import care.infections.models
import care.medicines.models
import care.plan.models
import care.precautions.models
import care.record.models
import care.record.photos.models
import care.results.models
import care.skin.models
import care.vaccines.models
import care.visits.models  # noqa: F401
