"""Pages of contact logs: the volunteer's form, and what the team reads."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.contacts import operations, pooled, queries
from nolimits.contacts.forms import KINDS, WHY, ContactForm, WhatIfForm
from nolimits.contacts.models import Contact, ContactKind, ContactState
from nolimits.dbs.kinds import VolunteerRole
from nolimits.dbs.queries import open_version
from nolimits.kernel import clock, drafts, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import Act, add_act, saying
from nolimits.kernel.my_page import Section, Task, adds_section, adds_tasks
from nolimits.kernel.pages import current_person, day, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.matching.models import Match
from nolimits.matching.own import of_volunteer
from nolimits.volunteers.models import Volunteer

bp = Blueprint("contacts", __name__)

in_top_bar(
    "Contact logs",
    "contacts.contacts",
    Permission.SEE_CONTACTS,
    order=33,
    group="Young people",
    daily={Role.SUPPORT_MENTOR},
)


@bp.route("/my-matches/<key>/contacts/new", methods=["GET", "POST"])
@requires(Permission.LOG_CONTACT, on=Match)
def log(match: Match) -> ResponseReturnValue:
    form = ContactForm(data=queries.draft_of(current_person(), match))
    if form.validate_on_submit():
        with form.refusals():
            contact = operations.log_contact(
                match,
                form.held_on.data,
                ContactKind(form.kind.data),
                form.minutes.data,
                form.activity.data,
                form.notes.data,
                by=current_person(),
                in_work_time=form.in_work_time.data,
            )
            if form.worried.data:
                return redirect(url_for("safeguarding.worried", came_from=contact.reference), 303)
            return redirect(url_for(".logged", key=contact.reference), 303)
    if form.is_submitted():
        _keep(form, match)  # refused, but not lost when they leave the page
    return _log_page(form, match)


def _log_page(form: ContactForm, match: Match) -> ResponseReturnValue:
    """The form, where there is a day of which something can be written."""
    met = queries.have_met(match)
    return render("contacts/log.html", form=form, match=match, met=met)


@bp.post("/my-matches/<key>/contacts/save")
@requires(Permission.LOG_CONTACT, on=Match)
def save(match: Match) -> ResponseReturnValue:
    return _keep(ContactForm(), match).saved


def _keep(form: ContactForm, match: Match) -> drafts.Draft:
    answers = form.answers()
    return drafts.keep(answers, by=current_person(), journey=queries.DRAFT, about=match.reference)


@bp.get("/my-contacts/<key>")
@requires(Permission.LOG_CONTACT, on=Contact)
def logged(contact: Contact) -> ResponseReturnValue:
    return render("contacts/logged.html", contact=contact)


@bp.get("/contacts")
@requires(Permission.SEE_CONTACTS)
def contacts() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("state", "code")}
    page = paged(queries.contacts(current_person(), **wanted))
    return render(
        "contacts/contacts.html",
        page=page,
        named=queries.with_a_name(page.items, current_person()),
        wanted=wanted,
        states=list(ContactState),
        kinds=KINDS,
    )


@bp.get("/contacts/without")
@requires(Permission.SEE_MATCHES)
def without_contact() -> ResponseReturnValue:
    quiet = queries.without_contact(current_person(), clock.today())
    reads.shown([one.match for one in quiet], current_person())
    return render("contacts/without.html", quiet=quiet)


@bp.get("/contacts/regulated-activity/<key>")
@requires(Permission.RECORD_CHECK, on=Volunteer)
def regulated_activity(volunteer: Volunteer) -> ResponseReturnValue:
    form, today = WhatIfForm(request.args), clock.today()
    known = pooled.pooled(volunteer, today, current_person())
    more = form.contacts() if form.validate() else []
    return render(
        "contacts/regulated_activity.html",
        volunteer=volunteer,
        form=form,
        known=known,
        found=known.found(),
        what_if=known.found(more) if more else None,
        version=open_version(VolunteerRole.MENTOR),
        words=WHY,
    )


@bp.get("/contacts/<key>")
@requires(Permission.MARK_CONTACT_SEEN, on=Contact)
def contact(contact: Contact) -> ResponseReturnValue:
    named = queries.with_a_name([contact], current_person())
    return render("contacts/contact.html", contact=contact, kinds=KINDS, named=named)


@bp.post("/contacts/<key>/seen")
@requires(Permission.MARK_CONTACT_SEEN, on=Contact)
def mark_seen(contact: Contact) -> ResponseReturnValue:
    with saying("Marked as read. The volunteer can see that you have read it"):
        operations.mark_seen(contact, by=current_person())
    return redirect(url_for(".contact", key=contact.reference), 303)


add_act(
    bp,
    Act(
        "take_words_out",
        "/contacts/<key>/take-words-out",
        Contact,
        Permission.TAKE_WORDS_OUT,
        "Take the words out",
        "What was written is removed for good. The day, the kind and the time stay.\n"
        "The volunteer can see that you took it out, and not why. If it was a name that they were "
        "not given, ask them first how they know it, and tell the safeguarding lead.",
        "Take the words out",
        "The words are gone",
        run=lambda contact, form, by: operations.take_words_out(contact, by=by),
        after=lambda contact: url_for("contacts.contact", key=contact.reference),
        variant="warning",
    ),
)


@adds_section(order=15)
def time_given(person: Actor) -> Section | None:
    """A volunteer's young people, and the hours they gave, on their own page."""
    total, matches = queries.minutes_given(person), of_volunteer(person)
    if not total and not matches:
        return None
    months = queries.months_until(clock.today())
    given = queries.minutes_by_month(person, months)
    return Section(
        "contacts/time_given.html",
        {
            "total": total,
            "by_month": list(zip(months, given, strict=True)),
            "is_volunteer": Role.VOLUNTEER in person.roles,
        },
    )


@adds_tasks(order=30)
def to_answer(person: Actor) -> list[Task]:
    """What a volunteer has to do about their matches."""
    return [task for match in of_volunteer(person) if (task := _task(match))]


def _task(match: Match) -> Task | None:
    """To answer, or to write down what has been quiet for long; nothing where all is told."""
    if match.state == "proposed":
        hint = "We wait for your answer"
        return Task("Say yes or no to a young person", "Incomplete", _my(match), hint)
    since = queries.quiet_since(match)
    if match.mentor_person_id is None or since is None:
        return None
    hint = f"Nothing is written down since {day(since)}"
    return Task("Write down your meetings", "Incomplete", _my(match), hint)


def _my(match: Match) -> str:
    return url_for("matching.my_match", key=match.reference)
