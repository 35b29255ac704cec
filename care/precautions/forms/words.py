"""Words that several forms of this room share."""

from django.utils.translation import gettext_lazy as _

NOT_ON_LIST = _("Choose something from the list.")
