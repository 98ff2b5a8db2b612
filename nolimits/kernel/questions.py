"""The questions of a journey: which are asked, what is answered, and what is still open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from nolimits.kernel.actors import Actor
from nolimits.kernel.forms import Form
from nolimits.kernel.pages import current_person
from nolimits.kernel.permissions import Permission, can

Answers = dict[str, Any]


@dataclass(frozen=True)
class Question:
    """One page: its name in the address, its form, and when it is asked.

    A link may fill in the `preset` fields of the first question: `…/new?kind=money`.
    `page` is a template of its own, else the journey's; both extend layouts/question.html.
    `only_for` asks it of none but those whom that permission admits. Where questions name a `part`,
    all do, one part after the other: the journey begins with the list of its parts.
    """

    slug: str
    form: type[Form]
    when: Callable[[Answers], bool] = lambda answers: True
    preset: tuple[str, ...] = ()
    page: str = ""
    only_for: Permission | None = None
    part: str = ""


@dataclass(frozen=True)
class Journey:
    """Questions in their order, and what sending the answers does.

    `send(answers, about, by=)` is an operation that makes the record from the answers that are
    asked for, as JSON keeps them (dates as text, money in pence); a journey about nothing has no
    `about`. `done(record)` is the address of its confirmation. `find` is the model that the
    address's key names. `instead(about, by)` is the address to look at where somebody cannot be
    asked now: of what they sent already, or of what they do first.
    """

    name: str
    title: str
    permission: Permission
    questions: tuple[Question, ...]
    send: Callable[..., Any]
    done: Callable[[Any], str]
    send_label: str
    find: type[Any] | None = None
    question_page: str = "layouts/question.html"
    check_page: str = "layouts/check.html"
    check_note: str = ""
    instead: Callable[[Any, Actor], str | None] = lambda about, by: None

    def asked(self, answers: Answers) -> list[Question]:
        """The questions that these answers lead to."""
        by = current_person()
        return [
            question
            for question in self.questions
            if question.when(answers) and (not question.only_for or can(by, question.only_for))
        ]

    def form(self, question: Question, answers: Answers, about: Any = None) -> Form:
        """A question's form, with what was answered before unless something is being sent."""
        form = question.form(data=answers)
        form.about = about
        return form

    def relevant(self, answers: Answers) -> Answers:
        """The answers to what is asked, without those that a changed mind left behind."""
        asked = {name for question in self.asked(answers) for name in _names(question)}
        return {name: value for name, value in answers.items() if name in asked}

    def unanswered(self, answers: Answers, about: Any = None) -> Question | None:
        """The first question whose answer is missing or no longer right."""
        for question in self.asked(answers):
            if not self.answered(question, answers, about):
                return question
        return None

    def answered(self, question: Question, answers: Answers, about: Any = None) -> bool:
        """Whether what was answered is there, and right still."""
        return bool(self.kept(question, answers, about).validate())

    def parts(self, answers: Answers) -> dict[str, list[Question]]:
        """The questions that are asked, by their part."""
        found: dict[str, list[Question]] = {}
        for question in self.asked(answers):
            found.setdefault(question.part, []).append(question)
        return found

    def kept(self, question: Question, answers: Answers, about: Any = None) -> Form:
        """A question's form with what was answered before, whatever is being sent."""
        form = question.form(data=answers, formdata=None, meta={"csrf": False})
        form.about = about
        return form


def _names(question: Question) -> set[str]:
    """The names of a question's fields."""
    return set(question.form(formdata=None, meta={"csrf": False})._fields)
