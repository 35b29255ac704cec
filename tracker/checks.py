"""System checks: what must be true before Tend serves a family."""

from django.core.checks import Error, register

from care.reference import reviewed, validate
from tracker.languages import catalogues


@register
def reference_data(app_configs, **kwargs) -> list[Error]:
    """The sourced facts are whole: no unknown slug, no code twice, no live vaccine without its flag or source."""
    return [Error(problem, id="tend.E010") for problem in (*validate.problems(), *reviewed.problems())]


@register
def languages(app_configs, **kwargs) -> list[Error]:
    """Every language a person can choose has its words, made from the catalogue that is here."""
    return [
        Error(
            f"The words of {source.parent.parent.name!r} are missing or old.",
            hint="Run `manage.py compile_languages`.",
            id="tend.E020",
        )
        for source in catalogues.sources()
        if not catalogues.is_current(source)
    ]
