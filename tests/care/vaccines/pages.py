"""Addresses and words of the vaccine pages, as the tests of this room read them."""

import re

from django.http import HttpResponse
from django.urls import reverse


def url(name: str, family, **kwargs) -> str:
    """A page of Mia's, by its name in the room's own addresses."""
    return reverse(f"vaccines:{name}", kwargs={"patient": family.mia.pk, **kwargs})


def text(response: HttpResponse) -> str:
    """What is written on a page, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))
