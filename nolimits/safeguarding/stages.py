"""The life of a concern: which step may follow which, and what each demands."""

from nolimits.kernel.states import States, step
from nolimits.safeguarding.kinds import ConcernState, Harm, Recipient
from nolimits.safeguarding.models import Concern, ConcernStep
from nolimits.safeguarding.models import Event as E

S = ConcernState
OPEN = (S.RAISED, S.TRIAGED, S.REFERRED, S.ADVICE_GIVEN)
MUST_HEAR = (Recipient.POLICE, Recipient.LOCAL_AUTHORITY)


def reported(concern: Concern) -> ConcernStep | None:
    """The first time that the police or the local authority were told, as R-SAF-5 asks."""
    return next((one for one in concern.reports if one.recipient in MUST_HEAR), None)


def report_made(concern: Concern) -> str | None:
    """Sexual abuse was reported to the police or the local authority (R-SAF-5)."""
    triage = concern.triage
    if triage and triage.category is Harm.SEXUAL_ABUSE and reported(concern) is None:
        return (
            "Sexual abuse is reported to the police or to children's social care before this "
            "can close: write down who was told, when and by whom"
        )
    return None


STATES = States(
    {
        # What kind it is may be seen anew at any time; after that it is open again.
        "triage": step(*OPEN, S.CLOSED, to=S.TRIAGED, event=E.TRIAGED),
        "refer": step(S.TRIAGED, S.REFERRED, S.ADVICE_GIVEN, to=S.REFERRED, event=E.REFERRED),
        "advise": step(
            S.TRIAGED, S.REFERRED, S.ADVICE_GIVEN, to=S.ADVICE_GIVEN, event=E.ADVICE_GIVEN
        ),
        "close": step(
            S.REFERRED, S.ADVICE_GIVEN, to=S.CLOSED, event=E.CLOSED, guards=(report_made,)
        ),
    }
)
