"""Gathers the rooms' tables under the one app label ``care``."""

from care.household.models import *  # noqa: F403
from care.infections.models import *  # noqa: F403
from care.medicines.models import *  # noqa: F403
from care.plan.models import *  # noqa: F403
from care.precautions.models import *  # noqa: F403
from care.record.models import *  # noqa: F403
from care.results.models import *  # noqa: F403
from care.record.photos.models import Photo  # noqa: F401
from care.skin.models import *  # type: ignore[assignment]  # noqa: F403
from care.vaccines.models import *  # noqa: F403
from care.visits.models import *  # noqa: F403
