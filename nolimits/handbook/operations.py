"""What is done with the handbook and the guidance of roles: written, published, read, commented."""

from dataclasses import dataclass
from datetime import timedelta

from nolimits.handbook import queries
from nolimits.handbook.models import (
    MOST_GRACE,
    Acknowledgement,
    Audience,
    Event,
    Handbook,
    HandbookComment,
    HandbookDraft,
    Outcome,
)
from nolimits.kernel import audit, clock, drafts, mail
from nolimits.kernel.actors import Actor
from nolimits.kernel.db import change, db, refusing, transaction
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import counted
from nolimits.kernel.permissions import Permission, require

OTHERS = (
    "Somebody else kept a draft, or published one, since you began. What you typed is kept: open "
    "this page again to go on with it"
)


@dataclass(frozen=True)
class Wording:
    """The words of a version, what they change, and how many days there are to read it.

    Without such days it corrects small errors, and asks nobody again.
    """

    title: str
    text: str
    changes: str = ""
    grace_days: int | None = queries.GRACE


@transaction
def write_draft(audience: Audience, wording: Wording, seen: str, *, by: Actor) -> HandbookDraft:
    """Keep the next version as a draft; `seen` says what there was when they began."""
    require(by, Permission.PUBLISH_HANDBOOK)
    _check(wording, queries.current_handbook(audience))
    if seen != queries.stand(audience):
        raise Refused(OTHERS)
    draft = queries.draft_of(audience)
    values = {**vars(wording), "drafted_on": clock.today(), "drafted_by_id": by.id}
    if draft is None:
        draft = HandbookDraft(audience=audience, revision=1, **values)
        with refusing(OTHERS):
            db.session.add(draft)
    else:
        still = HandbookDraft.revision == draft.revision
        change(draft, where=still, revision=draft.revision + 1, **values)
    audit.record(Event.HANDBOOK_DRAFTED, draft, by=by, revision=draft.revision)
    drafts.discard(by=by, journey=queries.DRAFT, about=audience.value)
    return draft


def _check(wording: Wording, before: Handbook | None) -> None:
    if not wording.text.strip():
        raise Refused("Enter the text", "text")
    if before and not wording.changes.strip():
        raise Refused("Say what changed, so that people know what to look for", "changes")
    if wording.grace_days is None and not before:
        raise Refused("A first version corrects nothing: everyone whom it is for reads it", "asks")
    if wording.grace_days is not None and not 0 <= wording.grace_days <= MOST_GRACE:
        raise Refused(f"Give between 0 and {MOST_GRACE} days", "grace_days")


@transaction
def publish_handbook(audience: Audience, seen: str, *, by: Actor) -> Handbook:
    """Put the draft of a text, as somebody looked at it, in the place of the version before.

    Those who read that are asked again, and every comment on it has its answer; a version that
    corrects small errors asks nobody, and goes out by somebody else than who wrote it.
    """
    require(by, Permission.PUBLISH_HANDBOOK)
    draft = queries.draft_of(audience)
    if draft is None or seen != queries.stand(audience):
        raise Refused("The draft was changed since you looked at it. Look again before you go on")
    if draft.grace_days is None and draft.drafted_by_id == by.id:
        raise Refused("Small corrections are published by somebody else than who wrote them")
    comments = [] if draft.grace_days is None else queries.open_comments(audience)
    _answered(comments)
    change(draft, where=HandbookDraft.revision == draft.revision, revision=draft.revision + 1)
    handbook = _version(draft, by)
    with refusing("Somebody has just published a version. Look at it before you go on"):
        db.session.add(handbook)
    db.session.delete(draft)
    audit.record(Event.HANDBOOK_PUBLISHED, handbook, by=by, number=handbook.number)
    _tell(handbook, comments)
    return handbook


def _answered(comments: list[HandbookComment]) -> None:
    if waiting := sum(one.outcome is None for one in comments):
        number = counted(waiting, "comment waits", "comments wait")
        raise Refused(f"{number} for an answer. Say what became of each first")


def _version(draft: HandbookDraft, by: Actor) -> Handbook:
    """The version that a draft becomes today."""
    before, days = queries.current_handbook(draft.audience), draft.grace_days
    return Handbook(
        audience=draft.audience,
        number=before.number + 1 if before else 1,
        title=draft.title,
        text=draft.text,
        changes=draft.changes,
        published_on=clock.today(),
        due_on=None if days is None else clock.today() + timedelta(days=days),
        drafted_by_id=draft.drafted_by_id,
        published_by_id=by.id,
    )


def _tell(handbook: Handbook, comments: list[HandbookComment]) -> None:
    """Write to whoever is asked to read a version, and to those whose comments it answers."""
    for comment in comments:
        change(comment, where=HandbookComment.closed_in_id.is_(None), closed_in_id=handbook.id)
    for person in {one.person for one in comments if one.person.left_on is None}:
        mail.queue(person, "handbook_comment_closed", handbook=handbook)
    for reader in queries.to_ask(handbook.audience) if handbook.due_on else ():
        mail.queue(reader, "handbook_published", handbook=handbook)


@transaction
def acknowledge_handbook(handbook: Handbook, *, by: Actor) -> Acknowledgement:
    """Say that oneself has read the handbook, or the guidance of a role, as it is now."""
    require(by, Permission.READ_HANDBOOK)
    current = queries.current_handbook(handbook.audience)
    if current is None or handbook.id != current.id:
        raise Refused("There is a newer version. Read that one, please")
    read = Acknowledgement(handbook=handbook, person_id=by.id, made_on=clock.today())
    with refusing("You have said so already"):
        db.session.add(read)
    audit.record(Event.HANDBOOK_ACKNOWLEDGED, read, by=by, person=by.id, number=handbook.number)
    return read


@transaction
def comment_on(handbook: Handbook, passage: str, words: str, *, by: Actor) -> HandbookComment:
    """Say something about a passage, for whoever writes the next version."""
    require(by, Permission.READ_HANDBOOK)
    if passage not in handbook.passages:
        raise Refused("Choose the part that you mean", "passage")
    if not words.strip():
        raise Refused("Enter what you would say", "words")
    comment = HandbookComment(
        handbook=handbook, person_id=by.id, passage=passage, words=words, made_on=clock.today()
    )
    db.session.add(comment)
    db.session.flush()
    audit.record(Event.HANDBOOK_COMMENTED, comment, by=by, handbook=handbook.id)
    return comment


@transaction
def answer_comment(comment: HandbookComment, outcome: Outcome, answer: str, *, by: Actor) -> None:
    """Say what becomes of a comment in the next version; the reader learns it when that is out."""
    require(by, Permission.PUBLISH_HANDBOOK)
    if not answer.strip():
        raise Refused("Say what became of it, in a sentence", "answer")
    change(
        comment,
        where=HandbookComment.closed_in_id.is_(None),
        outcome=outcome,
        answer=answer,
        answered_by_id=by.id,
    )
    audit.record(Event.COMMENT_ANSWERED, comment, by=by, outcome=outcome.value)
