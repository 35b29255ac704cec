"""Addresses for whoever has a code and a PIN, under ``/s/``. They name nobody."""

from django.urls import path, register_converter

from care.visits.rules.sharing import code_of, spelled
from care.visits.views import opened


class CodeConverter:
    """A code as it stands in a QR code; small letters too."""

    regex = "[2-9A-HJ-NP-Za-hj-np-z]{8}"

    def to_python(self, value: str) -> str:
        return code_of(value)

    def to_url(self, value: str) -> str:
        return code_of(spelled(value))


register_converter(CodeConverter, "share_code")

app_name = "shared"
urlpatterns = [
    path("", opened.enter, name="enter"),
    path("<share_code:code>/", opened.enter, name="code"),
    path("<uuid:opening>/", opened.page, name="page"),
    path("<uuid:opening>/photos/<uuid:photo>/", opened.photo, name="photo"),
    path("<uuid:opening>/mark/", opened.mark, name="mark"),
    path("<uuid:opening>/close/", opened.close, name="close"),
    path("<uuid:opening>/as/<slug:form>/", opened.download, name="download"),
]
