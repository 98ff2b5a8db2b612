"""Pages of a DBS check on which one thing is done: the meeting, the bar, the Update Service."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for

from nolimits.dbs import disclosures, queries, updates
from nolimits.dbs.forms import ANSWERS, MeetingForm, StatusForm, UpdateServiceForm
from nolimits.dbs.kinds import DbsLevel, DbsState, Met
from nolimits.dbs.models import DbsRecord
from nolimits.kernel.actors import Actor
from nolimits.kernel.acts import Act
from nolimits.kernel.errors import Refused
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission
from nolimits.people.models import Person

NONE_YET = "There is no DBS check yet"
ALL: list[Act] = []


def _record(person: Person) -> str:
    return url_for("dbs.record", key=person.reference)


def _volunteer(person: Person) -> str:
    return url_for("volunteers.volunteer", key=person.reference)


def _newest(person: Person) -> Any:
    """Their newest check: the page has no button where there is none."""
    check = queries.latest_dbs(person)
    if check is None:
        raise Refused(NONE_YET)
    return check


def _shut(person: Person, against: Callable[[DbsRecord], str]) -> str:
    check = queries.latest_dbs(person)
    return against(check) if check else NONE_YET


# --- Something is on it --------------------------------------------------------------------------


def _meet(person: Person, form: Any, by: Actor) -> None:
    how = Met(form.how.data)
    disclosures.record_meeting(_newest(person), form.met_on.data, how, form.weights(), by=by)


def _against_meeting(check: DbsRecord) -> str:
    waits = check.state in (DbsState.TO_MEET, DbsState.ASSESSED)
    return "" if waits else "Nobody has to be met about a certificate of theirs"


def _against_barring(check: DbsRecord) -> str:
    if check.level is not DbsLevel.ENHANCED_BARRED:
        return "Only an enhanced check with the barred list can say so"
    waits = check.seen_on and check.decision is None
    return "" if waits else "No certificate of theirs waits for a decision"


ALL.append(
    Act(
        "record_meeting",
        "/dbs/<key>/meeting",
        Person,
        Permission.DECIDE_DBS,
        lambda person: f"Meet {person.name} about the certificate",
        "Talk it through with them: what it was, what has changed, what it means for the role. "
        "Then say what each point does to the risk.\nWrite down nowhere what the certificate says. "
        "You do not decide afterwards: others do.",
        "Save",
        "The meeting is on record. Others decide now",
        run=_meet,
        after=_volunteer,
        form=MeetingForm,
        shut=lambda person: _shut(person, _against_meeting),
    ),
)
ALL.append(
    Act(
        "bar",
        "/dbs/<key>/barred",
        Person,
        Permission.DECIDE_DBS,
        lambda person: f"{person.name} is on the children's barred list",
        "They can never volunteer with children, and nobody can decide otherwise. Their matches "
        "pause at once, the safeguarding leads are told, and no other check can be started.\n"
        "Go on only if the certificate says so: this cannot be undone.",
        "They are barred",
        "They meet nobody from now on, and the safeguarding leads have been told",
        run=lambda person, form, by: disclosures.bar(_newest(person), by=by),
        after=_record,
        variant="warning",
        shut=lambda person: _shut(person, _against_barring),
    ),
)


# --- The Update Service ---------------------------------------------------------------------------


def _as_told(form: Any, person: Person) -> None:
    """What they said before stands in the form."""
    check = queries.latest_dbs(person)
    if check and check.subscription and not form.is_submitted():
        form.joined.data = "yes" if check.subscription.joined_on else "no"
        form.agreed.data = "yes" if check.subscription.agreed_on else "no"


def _joining(person: Person) -> str:
    check = queries.latest_dbs(person)
    until = day(check.join_until) if check and check.join_until else "its thirtieth day"
    return (
        "Whoever joins needs no new certificate each time: with their leave we look whether "
        "anything is new. It costs volunteers nothing.\n"
        f"With this certificate it can be joined until {until}, "
        "on the Update Service's own page. Nobody has to."
    )


def _tell(person: Person, form: Any, by: Actor) -> None:
    yes = form.joined.data == "yes", form.agreed.data == "yes"
    updates.tell_of_update_service(_newest(person), *yes, by=by)


def _ask(person: Person, form: Any, by: Actor) -> None:
    answer = updates.check_status(_newest(person), form.surname.data, form.born_on.data, by=by)
    flash(ANSWERS[answer])


ALL.append(
    Act(
        "tell_of_update_service",
        "/dbs/<key>/update-service",
        Person,
        Permission.TELL_OF_UPDATE_SERVICE,
        lambda person: f"The Update Service: {person.name}",
        _joining,
        "Save",
        "It is on record",
        run=_tell,
        after=_record,
        form=UpdateServiceForm,
        fit=_as_told,
        shut=lambda person: _shut(person, updates.against_joining),
    ),
)
ALL.append(
    Act(
        "ask_status",
        "/dbs/<key>/status",
        Person,
        Permission.RECORD_CHECK,
        lambda person: f"Ask the Update Service about {person.name}",
        "It says whether anything is new since the certificate. Where something is new, or the "
        "certificate is not found, they meet nobody until you have seen a new one. "
        "That is no decision against them.\nIt may take half a minute.",
        "Ask now",
        "",
        run=_ask,
        after=_record,
        form=StatusForm,
        shut=lambda person: _shut(person, updates.against_asking),
    ),
)
