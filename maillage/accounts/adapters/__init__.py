"""How django-allauth works here: our e-mails, our words, no sign-up, no password."""

from maillage.accounts.adapters.account import AccountAdapter
from maillage.accounts.adapters.second_factor import SecondFactorAdapter
from maillage.accounts.adapters.sign_in import SignInProcess

__all__ = ["AccountAdapter", "SecondFactorAdapter", "SignInProcess"]
