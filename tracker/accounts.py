"""How allauth signs people in for Tend: what is asked at sign-up, and its messages in plain words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from care.household.forms import TextField
from care.household.models import User, validate_time_zone
from care.household.reads import language_for
from tracker.languages.measures import temperature_unit


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own behaviour with Tend's words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "email_password_mismatch": _("The e-mail or the password is not right. You can also ask for a code by e-mail."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is not right. Check the newest mail."),
        "incorrect_password": _("This password is not right."),
        "invalid_login": _("This did not work. Please try again."),
        "too_many_login_attempts": _("That was too often. Please wait a few minutes, then start again."),
        "same_as_current": _("This is your address already."),
        "rate_limited": _("That was too often. Please wait a minute."),
    }

    def render_mail(self, template_prefix: str, email: str, context: dict, headers: dict | None = None):
        """A mail about an account in the language its owner chose, whatever the browser that asked for it says."""
        with translation.override(language_for(email)):
            return super().render_mail(template_prefix, email, context, headers)


class SignupAnswers(forms.Form):
    """What Tend asks beside e-mail and password. The phone's time zone is filled in by script, if there is one."""

    display_name = TextField(
        label=_("Your name"),
        max_length=80,
        required=False,
        help_text=_("Your family sees it beside what you log."),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": "", "autocomplete": "off"})
    )

    def clean_time_zone(self) -> str:
        # Nobody typed this, so nobody is told off about it.
        name = self.cleaned_data["time_zone"]
        try:
            validate_time_zone(name)
        except ValidationError:
            return "UTC"
        return name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth with the new, saved user."""
        user.display_name = self.cleaned_data["display_name"]
        user.time_zone = self.cleaned_data["time_zone"]
        # Mails and pushes come without a browser that says which language it wants.
        user.language = translation.get_language()
        user.temperature_unit = temperature_unit(request.headers.get("Accept-Language", ""))
        user.save(update_fields=["display_name", "time_zone", "language", "temperature_unit"])


def signup_fields(form: Any) -> None:
    """Order and widgets of the sign-up page: what people know first."""
    form.order_fields(["display_name", "email", "password1", "time_zone"])
