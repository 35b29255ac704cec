"""Which measures a person most likely uses, from what their browser says; everybody can change it in their settings."""

from django.utils.translation.trans_real import parse_accept_lang_header

#: Where temperatures are told in Fahrenheit (CLDR, measurement system "temperature": US).
FAHRENHEIT = frozenset({"us", "pr", "bs", "bz", "ky", "pw", "gu", "vi", "as", "mp", "fm", "mh"})


def temperature_unit(accept_language: str) -> str:
    """ "F" where the first region named in an Accept-Language header measures in Fahrenheit, else "C"."""
    for tag, _weight in parse_accept_lang_header(accept_language.lower()):
        regions = [part for part in tag.split("-")[1:] if len(part) == 2]
        if regions:
            return "F" if regions[-1] in FAHRENHEIT else "C"
    return "C"
