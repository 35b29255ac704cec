"""allauth's forms with Tend's labels, hints and code fields; what they do stays allauth's."""

from allauth.account import forms as allauth
from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.accounts import signup_fields

PASSWORD_HINT = _("At least 10 letters, digits or signs. A few words in a row are easy to keep in mind.")
CODE_HINT = _("Six digits. The mail may take a minute. Look in the spam folder, too.")

WORDS = {
    "login": (_("E-mail"), ""),
    "email": (_("E-mail"), ""),
    "password": (_("Password"), ""),
    "oldpassword": (_("Your password now"), ""),
    "password1": (_("New password"), PASSWORD_HINT),
    "code": (_("Code from the mail"), CODE_HINT),
}
MISSING = {
    "login": _("Enter your e-mail address."),
    "email": _("Enter your e-mail address."),
    "password": _("Enter your password."),
    "oldpassword": _("Enter your password."),
    "password1": _("Choose a password."),
    "code": _("Enter the six digits from the mail."),
}


class Plain:
    """Labels instead of placeholders, hints in plain words, digits on the keyboard, a new password typed once."""

    hide_optional = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The browser's password manager keeps it, and a lost one is a code away.
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            if name in WORDS:
                field.label, field.help_text = WORDS[name]
                field.error_messages["required"] = MISSING[name]
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Enter an e-mail address like name@example.org.")
                for validator in field.validators:
                    if getattr(validator, "code", "") == "invalid":
                        validator.message = field.error_messages["invalid"]
            if name == "code":
                field.widget.attrs |= {
                    "class": "code-entry",
                    "inputmode": "numeric",
                    "autocomplete": "one-time-code",
                    "autocapitalize": "off",
                    "spellcheck": "false",
                }


class LoginForm(Plain, allauth.LoginForm):
    pass


class SignupForm(Plain, allauth.SignupForm):
    hide_optional = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("Password")
        signup_fields(self)


class RequestLoginCodeForm(Plain, allauth.RequestLoginCodeForm):
    pass


class ConfirmLoginCodeForm(Plain, allauth.ConfirmLoginCodeForm):
    pass


class ConfirmEmailForm(Plain, allauth.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(Plain, allauth.ConfirmPasswordResetCodeForm):
    pass


class ResetPasswordForm(Plain, allauth.ResetPasswordForm):
    pass


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):
    pass


class ChangePasswordForm(Plain, allauth.ChangePasswordForm):
    pass


class SetPasswordForm(Plain, allauth.SetPasswordForm):
    pass


class NewEmailForm(Plain, allauth.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail")


class ReauthenticateForm(Plain, allauth.ReauthenticateForm):
    pass
