"""Journeys of one-question pages: each answer kept at once, checked at the end, sent once."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import drafts
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import transaction
from nolimits.kernel.errors import NotVisible, Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Task
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import can
from nolimits.kernel.questions import Answers, Journey, Question

__all__ = ["Answers", "Journey", "Question", "add_journey"]


def add_journey(bp: Blueprint, journey: Journey, prefix: str) -> None:
    """Give a room the pages of a journey: <prefix>, <prefix>/<question>, /check and /throw-away."""
    name = journey.name
    guarded = requires(journey.permission, on=journey.find)
    pages = _Pages(journey, bp.name)
    rules: list[tuple[str, str, Any, list[str]]] = [
        ("", "start", pages.start, ["GET"]),
        ("/questions/<slug>", "question", pages.question, ["GET", "POST"]),
        ("/save/<slug>", "save", pages.save, ["POST"]),
        ("/check", "check", pages.check, ["GET", "POST"]),
        ("/throw-away", "throw_away", pages.throw_away, ["GET", "POST"]),
    ]
    for path, what, view, methods in rules:

        def opened(*about: Any, view: Any = view, **values: Any) -> ResponseReturnValue:
            href = journey.instead(about[0] if about else None, current_person())
            if href and request.method == "GET":
                return redirect(href)
            answer: ResponseReturnValue = view(*about, **values)
            return answer

        bp.add_url_rule(prefix + path, f"{name}_{what}", guarded(opened), methods=methods)


class _Pages:
    """The views of one journey."""

    def __init__(self, journey: Journey, room: str) -> None:
        self.journey = journey
        self.room = room

    def url(self, what: str, about: Any, **values: Any) -> str:
        if about is not None:
            values["key"] = about.reference
        return url_for(f"{self.room}.{self.journey.name}_{what}", **values)

    def answers(self, about: Any) -> Answers:
        return drafts.begun(current_person(), self.journey.name, _key(about))

    def start(self, about: Any = None) -> ResponseReturnValue:
        """Go on where the person left off, or at the beginning with what a link filled in."""
        answers = self.answers(about)
        opening = self.journey.questions[0]
        if given := _given(opening):
            return redirect(self.url("question", about, slug=opening.slug, **given))
        if opening.part:
            return self._parts(answers, about)
        first = self.journey.unanswered(answers, about)
        if first is None:
            return redirect(self.url("check", about))
        return redirect(self.url("question", about, slug=first.slug))

    def question(self, about: Any = None, *, slug: str) -> ResponseReturnValue:
        answers = self.answers(about)
        question, place, total = self._placed(slug, answers)
        form = self.journey.form(question, {**answers, **_given(question)}, about)
        right = form.validate_on_submit()
        if form.is_submitted():
            kept = self._keep(form, about)  # wrong answers too: they are asked about again
            if right:
                return redirect(self._next(question, kept.answers, about), 303)
        return render(
            question.page or self.journey.question_page,
            journey=self.journey,
            form=form,
            about=about,
            step=place,
            of=total,
            back_href=self._back(question, answers, about),
            save_url=self.url("save", about, slug=slug),
            throw_away_href=self.url("throw_away", about) if answers else None,
        )

    def save(self, about: Any = None, *, slug: str) -> ResponseReturnValue:
        """Keep what is being typed, right or wrong, without leaving the page."""
        question, _, _ = self._placed(slug, self.answers(about))
        return self._keep(question.form(), about).saved

    def check(self, about: Any = None) -> ResponseReturnValue:
        answers = self.answers(about)
        if not answers:
            if request.method == "POST":
                flash("This was already sent. Nothing was sent twice.")
            return redirect(url_for("people.home"), 303)
        if first := self.journey.unanswered(answers, about):
            return redirect(self.url("question", about, slug=first.slug, then="check"))
        form = Form()
        if form.validate_on_submit():
            with form.refusals():
                record = _send(self.journey, about, by=current_person())
                return redirect(self.journey.done(record), 303)
        return render(
            self.journey.check_page,
            journey=self.journey,
            form=form,
            rows=self._rows(answers, about),
            about=about,
            back_href=self.url("question", about, slug=self.journey.asked(answers)[-1].slug),
            throw_away_href=self.url("throw_away", about),
        )

    def throw_away(self, about: Any = None) -> ResponseReturnValue:
        form = Form()
        if form.validate_on_submit():
            drafts.discard(by=current_person(), journey=self.journey.name, about=_key(about))
            flash("Your answers are thrown away. Nothing was sent.")
            return redirect(url_for("people.home"), 303)
        return render(
            "layouts/throw_away.html",
            journey=self.journey,
            form=form,
            about=about,
            back_href=self.url("start", about),
        )

    def _parts(self, answers: Answers, about: Any) -> ResponseReturnValue:
        """The parts as a list of tasks, in any order; the answers are sent once all are done."""
        items = []
        for part, questions in self.journey.parts(answers).items():
            left = [one for one in questions if not self.journey.answered(one, answers, about)]
            href = self.url("question", about, slug=(left or questions)[0].slug)
            items.append(Task(part, "Incomplete" if left else "Completed", href))
        ready = all(item.status == "Completed" for item in items)
        status = "Incomplete" if ready else "Cannot start yet"
        items.append(Task("Check and send", status, self.url("check", about) if ready else None))
        return render(
            "layouts/parts.html",
            journey=self.journey,
            items=items,
            throw_away_href=self.url("throw_away", about) if answers else None,
        )

    def _keep(self, form: Form, about: Any) -> drafts.Draft:
        return drafts.keep(
            form.answers(), by=current_person(), journey=self.journey.name, about=_key(about)
        )

    def _rows(self, answers: Answers, about: Any) -> list[dict[str, str]]:
        """Each answer in words, with the link that changes it and comes back here."""
        return [
            {"key": label, "value": text, "change_href": href, "change_hidden": _lower(label)}
            for question in self.journey.asked(answers)
            for href in [self.url("question", about, slug=question.slug, then="check")]
            for label, text in self.journey.kept(question, answers, about).summary()
        ]

    def _placed(self, slug: str, answers: Answers) -> tuple[Question, int, int | None]:
        """A question by its name, its place from one, and how many are asked.

        While an answer can still bring further questions, nobody knows how many.
        """
        asked, by = self.journey.asked(answers), current_person()
        for place, question in enumerate(asked, 1):
            if question.slug == slug:
                after = self.journey.questions[self.journey.questions.index(question) :]
                more = [one for one in after if not one.only_for or can(by, one.only_for)]
                known = all(one in asked for one in more)
                return question, place, len(asked) if known else None
        raise NotVisible

    def _next(self, question: Question, answers: Answers, about: Any) -> str:
        asked = self.journey.asked(answers)
        after = asked[asked.index(question) + 1 :]
        if request.args.get("then") == "check":
            return self.url("check", about)
        if question.part and (not after or after[0].part != question.part):
            return self.url("start", about)
        if not after:
            return self.url("check", about)
        return self.url("question", about, slug=after[0].slug)

    def _back(self, question: Question, answers: Answers, about: Any) -> str:
        if request.args.get("then") == "check" and self.journey.unanswered(answers, about) is None:
            return self.url("check", about)
        asked = self.journey.asked(answers)
        place = asked.index(question)
        if question.part and (not place or asked[place - 1].part != question.part):
            return self.url("start", about)
        if place:
            return self.url("question", about, slug=asked[place - 1].slug)
        return url_for("people.home")


def _key(about: Any) -> str:
    return "" if about is None else str(about.reference)


def _given(question: Question) -> Answers:
    """What the link to a question fills in for the person, where the question lets it."""
    return {name: request.args[name] for name in question.preset if name in request.args}


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


@transaction
def _send(journey: Journey, about: Any, *, by: Actor) -> Any:
    """Make the record and let go of the draft as one; sent twice, it is made once."""
    draft = drafts.held(by, journey.name, _key(about))
    if draft is None:
        raise Refused("This was already sent.")
    if journey.unanswered(draft.answers, about):
        raise Refused("Something is not answered yet. Go back and look.")
    answers = journey.relevant(draft.answers)
    record = (
        journey.send(answers, about, by=by) if about is not None else journey.send(answers, by=by)
    )
    drafts.discard(by=by, journey=journey.name, about=_key(about))
    return record
