"""Pages of the handbook and the guidance of roles."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from nolimits.handbook import changes, operations, queries
from nolimits.handbook.forms import AnswerForm, CommentForm, DraftForm, SeenForm
from nolimits.handbook.models import Audience, Handbook, HandbookComment, HandbookDraft, Outcome
from nolimits.kernel import clock, drafts
from nolimits.kernel.acts import Act, add_act, saying
from nolimits.kernel.errors import NotVisible
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission

bp = Blueprint("handbook", __name__)


@bp.get("/handbook")
@requires(Permission.READ_HANDBOOK)
def handbook() -> ResponseReturnValue:
    if current := queries.current_handbook():
        return _text(current)
    return render("handbook/handbook.html", handbook=None)


@bp.get("/handbook/<key>")
@requires(Permission.READ_HANDBOOK, on=Handbook)
def version(handbook: Handbook) -> ResponseReturnValue:
    return _text(handbook)


@bp.post("/handbook/<key>/read")
@requires(Permission.READ_HANDBOOK, on=Handbook)
def acknowledge(handbook: Handbook) -> ResponseReturnValue:
    with saying("Thank you. We know that you have read it"):
        operations.acknowledge_handbook(handbook, by=current_person())
    return redirect(url_for(".version", key=handbook.reference), 303)


@bp.get("/handbook/texts")
@requires(Permission.PUBLISH_HANDBOOK)
def texts() -> ResponseReturnValue:
    found = [
        (one, queries.current_handbook(one), queries.draft_of(one), queries.open_comments(one))
        for one in Audience
    ]
    return render("handbook/texts.html", texts=found)


@bp.route("/handbook/texts/<audience>/write", methods=["GET", "POST"])
@requires(Permission.PUBLISH_HANDBOOK)
def write_draft(audience: str) -> ResponseReturnValue:
    whose, by = _audience(audience), current_person()
    given, stand = queries.to_write(whose, by), queries.stand(whose)
    form = DraftForm(data={**given, "seen": stand})
    if form.validate_on_submit():
        with form.refusals():
            operations.write_draft(whose, form.wording(), form.seen.data or "", by=by)
            return redirect(url_for(".draft", audience=audience), 303)
    if form.is_submitted():
        _keep(form, whose)  # refused, but not lost when they leave the page
    others = not form.is_submitted() and given.get("seen", stand) != stand
    return render("handbook/write_draft.html", form=form, whose=whose, others=others, stand=stand)


@bp.post("/handbook/texts/<audience>/save")
@requires(Permission.PUBLISH_HANDBOOK)
def save_draft(audience: str) -> ResponseReturnValue:
    return _keep(DraftForm(), _audience(audience)).saved


@bp.route("/handbook/texts/<audience>", methods=["GET", "POST"])
@requires(Permission.PUBLISH_HANDBOOK)
def draft(audience: str) -> ResponseReturnValue:
    whose = _audience(audience)
    form = SeenForm(data={"seen": queries.stand(whose)})
    if form.validate_on_submit():
        with form.refusals():
            made = operations.publish_handbook(whose, form.seen.data or "", by=current_person())
            flash("The new version is out")
            return redirect(url_for(".version", key=made.reference), 303)
        form.seen.data = queries.stand(whose)
    if draft := queries.draft_of(whose):
        return _draft(form, whose, draft)
    flash(f"{whose.called}: there is no draft now. This is what is out", "error")
    return redirect(url_for(".texts"), 303)


add_act(
    bp,
    Act(
        name="comment_on",
        path="/handbook/<key>/comment",
        on=Handbook,
        permission=Permission.READ_HANDBOOK,
        title="Comment on a part of the text",
        text="When the next version comes out, you learn what became of your comment.\n"
        "If you are worried about somebody, do not write it here: raise a concern today.",
        button="Send my comment",
        done="Thank you. We write to you when the next version is out",
        form=CommentForm,
        fit=lambda form, one: form.fit(one),
        run=lambda one, form, by: operations.comment_on(
            one, form.passage.data, form.words.data, by=by
        ),
        after=lambda one: url_for("handbook.version", key=one.reference),
    ),
)
add_act(
    bp,
    Act(
        name="answer_comment",
        path="/handbook/comments/<key>",
        on=HandbookComment,
        permission=Permission.PUBLISH_HANDBOOK,
        title="Answer a comment",
        text=lambda one: (
            f"On “{one.passage}”, {one.person.name} says:\n{one.words}\n"
            "They read your answer once the next version is out. Others read only how many "
            "comments were taken up."
        ),
        button="Keep this answer",
        done="The answer is kept. They read it when the next version is out",
        form=AnswerForm,
        shut=lambda one: "It was answered with a version that is out." if one.closed_in_id else "",
        run=lambda one, form, by: operations.answer_comment(
            one, Outcome(form.outcome.data), form.answer.data, by=by
        ),
        after=lambda one: url_for("handbook.texts"),
    ),
)


def _audience(value: str) -> Audience:
    """The text that an address names."""
    if value not in list(Audience):
        raise NotVisible
    return Audience(value)


def _keep(form: DraftForm, whose: Audience) -> drafts.Draft:
    about = whose.value
    return drafts.keep(form.answers(), by=current_person(), journey=queries.DRAFT, about=about)


def _draft(form: SeenForm, whose: Audience, draft: HandbookDraft) -> ResponseReturnValue:
    """The next version as it would go out, and what happens then."""
    marked = queries.marked(queries.current_handbook(whose), draft)
    return render(
        "handbook/draft.html",
        form=form,
        whose=whose,
        draft=draft,
        marked=marked,
        changed=changes.only_changed(marked),
        comments=queries.open_comments(whose),
        asked=len(queries.to_ask(whose)),
        due_on=clock.today() + timedelta(days=draft.grace_days or 0),
        own=draft.drafted_by_id == current_person().id,
    )


def _text(handbook: Handbook) -> ResponseReturnValue:
    """A version, with what changed first for whoever read one before."""
    person = current_person()
    mine, versions = queries.reading(handbook, person), queries.handbooks(handbook.audience)
    current = handbook.id == versions[0].id
    marked = queries.marked(mine.before, handbook) if current else []
    return render(
        "handbook/handbook.html",
        handbook=handbook,
        mine=mine,
        versions=versions,
        current=current,
        marked=marked,
        changed=changes.only_changed(marked),
        new_words=changes.new_words(marked),
        new_minutes=changes.minutes(changes.new_words(marked)),
        became=queries.became(handbook),
        texts=queries.texts_for(person),
        comments=queries.comments_of(person, handbook.audience),
    )
