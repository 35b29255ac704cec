"""How allauth signs people in for Tend."""

import secrets

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Six typed digits: the same on every phone keyboard, and filled in by the phone itself."""

    def generate_login_code(self) -> str:
        return f"{secrets.randbelow(1_000_000):06d}"

    def generate_email_verification_code(self) -> str:
        return self.generate_login_code()
