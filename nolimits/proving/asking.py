"""How somebody may prove who they are on a page that asks it, and what they sent."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from nolimits.kernel import freshness
from nolimits.kernel.actors import Actor
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import render
from nolimits.kernel.settings import settings
from nolimits.people.models import Person
from nolimits.proving import operations, queries
from nolimits.proving.forms import AnswerForm, CodeForm, MailedCodeForm, RecoveryForm
from nolimits.proving.models import Purpose
from nolimits.second_factors import queries as set_up
from nolimits.second_factors.here import by_name, this_sign_in, this_site
from nolimits.sign_in.cookies import this_token
from nolimits.sign_in.models import Method

WRONG_CODE = "That code is wrong, too old, or was used already"
NO_PASSKEY = "That passkey did not answer as it should. Try again, or use another way"


class Asking:
    """One page that asks: with a passkey, a code of an app, a recovery code, or mail.

    Whoever has something set up uses that; mail is for those who have nothing.
    """

    def __init__(self, by: Actor) -> None:
        self.by, self.here = by, this_sign_in()
        self.passkeys = bool(set_up.passkeys_of(by))
        self.app = set_up.app_of(by) is not None
        self.recovery = set_up.recovery_codes_left(by) > 0
        self.mail = not freshness.has_second_factor(by)
        self.press = settings().demonstration and self.here.method is Method.DEMONSTRATION
        self.sent = self.mail and queries.code_for(self.here, Purpose.CONFIRM) is not None
        self.form = self._form()

    def proved(self) -> Person | None:
        """Who has just proved it, with a new token for their cookie; None while nobody has."""
        if self.form.validate_on_submit():
            with self.form.refusals():
                if person := self._prove():
                    return person
                self._say_wrong()
        return None

    def page(self, template: str) -> ResponseReturnValue:
        """The page, with every way that is theirs."""
        return render(template, asking=self, form=self.form, site=this_site(), by_name=by_name())

    @property
    def code_form(self) -> Form | None:
        """The form of a typed code, where there is one."""
        if not isinstance(self.form, AnswerForm):
            return self.form
        return self._code_form()

    def _form(self) -> Form:
        """The form that was sent, or that is to be filled in."""
        return AnswerForm() if "credential" in request.form else self._code_form() or AnswerForm()

    def _code_form(self) -> Form | None:
        if self.press:
            return Form()
        if self.mail:
            return MailedCodeForm()
        if self.app:
            return CodeForm()
        return RecoveryForm() if self.recovery else None

    def _prove(self) -> Person | None:
        form: Any = self.form
        if isinstance(form, AnswerForm):
            told = (form.credential.data or "", this_site(), self.here, this_token())
            return operations.prove_by_passkey(*told, by=self.by)
        if self.press:
            return operations.prove_by_pressing(self.here, by=self.by)
        if self.mail:
            return operations.prove_by_mail(form.code.data, self.here, by=self.by)
        return operations.prove_by_code(form.code.data, self.here, by=self.by)

    def _say_wrong(self) -> None:
        form: Any = self.form
        if isinstance(form, AnswerForm):
            form.form_errors.append(NO_PASSKEY)
        else:
            form.code.errors = [WRONG_CODE]
