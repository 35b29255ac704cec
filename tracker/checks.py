"""System checks: what must be true before Tend serves a family."""

from django.core.checks import Error, register

from care.reference import validate


@register
def reference_data(app_configs, **kwargs) -> list[Error]:
    """The sourced facts are whole: no unknown slug, no code twice, no live vaccine without its flag or source."""
    return [Error(problem, id="tend.E010") for problem in validate.problems()]
