"""System checks: what must be true before Tend serves a family."""

from django.core.checks import Error, register
