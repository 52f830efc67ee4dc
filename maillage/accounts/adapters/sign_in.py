"""Signing in by a code: allauth's process, with our e-mails and the same work for everybody."""

import time
from typing import Any, cast

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.core.internal.cryptokit import compare_user_code
from django.http import HttpRequest
from django.utils.crypto import get_random_string

from maillage.accounts import emails, rules
from maillage.accounts.actions.life import mark_address_verified
from maillage.accounts.models import User
from maillage.core.mail import queue_email


def make_code() -> str:
    """Six figures."""
    return get_random_string(6, "0123456789")


def spaced(code: str) -> str:
    """« 482 915 », as it is read aloud."""
    return f"{code[:3]} {code[3:]}"


class SignInProcess(LoginCodeVerificationProcess):  # type: ignore[misc]
    """A code is made and one e-mail leaves whether the address has an account or not."""

    @classmethod
    def begin(cls, *, request: HttpRequest, account: User | None, email: str) -> "SignInProcess":
        """Start again from nothing; `account` is any account of the address, closed or not."""
        user = account if account is not None and account.is_active else None
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update(cls.initial_state(user=user, email=email))
        stage.state["initiated_by_user"] = True
        stage.state["is_closed"] = account is not None and user is None
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: LoginByCodeStage) -> "SignInProcess | None":
        """The process of this browser; none when its code is too old."""
        return cls(stage=stage).abort_if_invalid()  # type: ignore[no-any-return]

    @property
    def email(self) -> str:
        return str(self.state["email"])

    @property
    def can_resend(self) -> bool:
        return not self.is_resend_quota_reached(rules.CODE_RESENDS)

    def accepts(self, code: str) -> bool:
        """Whether this is the code; there is none to guess without an open account."""
        is_right = compare_user_code(actual=code, expected=self.code)
        return bool(is_right and self.user is not None)

    def send(self, skip_enumeration_mails: bool = False) -> None:  # noqa: ARG002
        """One e-mail, whose kind depends on the account."""
        code = self.state["code"] = make_code()
        kind, context = emails.UNKNOWN_ACCOUNT, dict[str, Any]()
        if self.user is not None:
            kind, context = emails.LOGIN_CODE, {"code": spaced(code), "minutes": rules.CODE_MINUTES}
        elif self.state["is_closed"]:
            kind = emails.CLOSED_ACCOUNT
        queue_email(kind=kind, to=self.email, context=context)

    def resend(self) -> None:
        """A new code, valid as long as the first was."""
        self.send()
        self.state["at"] = time.time()
        self.record_resend()
        self.persist()

    def finish(self, redirect_url: str | None) -> Any:
        """Sign in, after the second factor when the account has one."""
        mark_address_verified(user=cast("User", self.user))
        return super().finish(redirect_url)
