"""Pages that shut an account and open it again; what an account is called to whoever looks."""

from flask import url_for

from nolimits.kernel.acts import Act
from nolimits.kernel.pages import current_person
from nolimits.kernel.permissions import Permission, can
from nolimits.people import operations
from nolimits.people.forms import CloseForm, SuspendForm
from nolimits.people.models import Person, SuspensionReason


def may_be_named(person: Person) -> bool:
    """A young person's name is for coordinators; others who look after accounts see a code."""
    return not person.is_young or can(current_person(), Permission.SEE_YOUNG_ACCOUNTS, person)


def called(person: Person) -> str:
    """What an account is called on a page for whoever asks for it."""
    return person.name if may_be_named(person) else f"Account {person.reference}"


def _page_of(person: Person) -> str:
    return url_for("people.person", key=person.reference)


ACTS = (
    Act(
        "suspend",
        "/people/<key>/suspend",
        Person,
        Permission.CHANGE_ACCOUNT,
        lambda person: f"Suspend the account of {called(person)}",
        "They are signed out everywhere at once, and nobody signs in with this account.\n"
        "What they did stays recorded, and their roles wait. You can bring them back at any time.\n"
        "Whoever is a mentor meets nobody from now: the matches are on hold, and everybody in them "
        "is told, without a reason.\n"
        "Of the account they are not told by mail: tell them yourself.",
        "Suspend the account",
        "The account is suspended",
        run=lambda person, form, by: operations.suspend(
            person, SuspensionReason(form.reason.data), by=by
        ),
        after=_page_of,
        form=SuspendForm,
        variant="warning",
    ),
    Act(
        "bring_back",
        "/people/<key>/bring-back",
        Person,
        Permission.CHANGE_ACCOUNT,
        lambda person: f"Open the account of {called(person)} again",
        "They can sign in again, with the roles that were not ended. Matches that are on hold stay "
        "so until a coordinator says of each that it goes on.",
        "Open the account",
        "The account is open again",
        run=lambda person, form, by: operations.bring_back(person, by=by),
        after=_page_of,
    ),
    Act(
        "close",
        "/people/<key>/close",
        Person,
        Permission.CHANGE_ACCOUNT,
        lambda person: f"Close the account of {called(person)}",
        "From that day they are signed out everywhere, and nobody signs in with this account.\n"
        "What they did stays recorded. Their address is free for whoever has it next.",
        "Close the account",
        "The account closes from that day",
        run=lambda person, form, by: operations.leave(person, form.on.data, by=by),
        after=_page_of,
        form=CloseForm,
        variant="warning",
    ),
)
