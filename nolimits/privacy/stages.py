"""The steps of a request about one's own data, and what must be true before each."""

from nolimits.kernel.states import States, step
from nolimits.privacy.kinds import RequestKind
from nolimits.privacy.kinds import RequestState as S
from nolimits.privacy.models import DataRequest, Event


def _is_copy(request: DataRequest) -> str | None:
    return None if request.kind is RequestKind.COPY else "They did not ask for a copy"


def _is_no_copy(request: DataRequest) -> str | None:
    return "They asked for a copy: gather it" if request.kind is RequestKind.COPY else None


def _identity(request: DataRequest) -> str | None:
    return None if request.identity_seen_on else "See who they are first"


def _not_waiting(request: DataRequest) -> str | None:
    return "We still wait for an answer from them" if request.waits_for else None


def _ordinary_decided(request: DataRequest) -> str | None:
    left = [one for one in request.items if one.is_undecided and not one.safeguarding]
    return f"Decide about each thing first: {len(left)} to go" if left else None


def _all_decided(request: DataRequest) -> str | None:
    left = [one for one in request.items if one.is_undecided]
    return f"Decide about each thing first: {len(left)} to go" if left else None


def _has_account(request: DataRequest) -> str | None:
    if request.person_id is not None:
        return None
    return "They have no account: their worker gives them one, so that nobody else can open it"


STATES = States(
    {
        "gather": step(
            S.ASKED,
            to=S.GATHERED,
            event=Event.GATHERED,
            guards=(_is_copy, _identity, _not_waiting),
        ),
        "send_to_reader": step(
            S.GATHERED,
            to=S.SECOND_READING,
            event=Event.SENT_TO_READER,
            guards=(_ordinary_decided,),
        ),
        "send_back": step(S.SECOND_READING, to=S.GATHERED, event=Event.SENT_BACK),
        "release": step(
            S.SECOND_READING,
            to=S.RELEASED,
            event=Event.RELEASED,
            guards=(_all_decided, _has_account),
        ),
        "answer": step(
            S.ASKED, to=S.ANSWERED, event=Event.ANSWERED, guards=(_is_no_copy, _identity)
        ),
        "withdraw": step(
            S.ASKED, S.GATHERED, S.SECOND_READING, to=S.WITHDRAWN, event=Event.WITHDRAWN
        ),
    }
)
