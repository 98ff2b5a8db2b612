"""The life of an offer and of a place on it: which step may follow which, and what it demands."""

from nolimits.activities import guards
from nolimits.activities.models import OPEN, TAKEN
from nolimits.activities.models import Event as E
from nolimits.activities.models import OfferState as S
from nolimits.activities.models import PlaceState as P
from nolimits.kernel.states import States, step

TO_COME = (S.DRAFT, S.RISK_CHECKED, *OPEN)
OFFERS = States(
    {
        "check": step(
            S.DRAFT, to=S.RISK_CHECKED, event=E.CHECKED, guards=(guards.asked, guards.to_come)
        ),
        "publish": step(
            S.RISK_CHECKED,
            to=S.PUBLISHED,
            event=E.PUBLISHED,
            guards=(guards.to_come, guards.ready, guards.not_elsewhere),
        ),
        "fill": step(S.PUBLISHED, to=S.FULL, event=E.FILLED),
        "free": step(S.FULL, to=S.PUBLISHED, event=E.FREED),
        "happen": step(*OPEN, to=S.HAPPENED, event=E.HAPPENED),
        "cancel": step(*TO_COME, to=S.CANCELLED, event=E.CANCELLED),
    }
)
PLACES = States(
    {
        "say_yes": step(P.INVITED, P.NO, to=P.YES, event=E.SAID_YES),
        "say_no": step(P.INVITED, *TAKEN, to=P.NO, event=E.SAID_NO),
        "release": step(*TAKEN, to=P.NO, event=E.RELEASED),
        "allow": step(
            P.YES,
            to=P.CONSENT_OK,
            event=E.ALLOWED,
            guards=(guards.seated, guards.offered, guards.fits, guards.consented),
        ),
        "lose_consent": step(P.CONSENT_OK, to=P.YES, event=E.CONSENT_LOST),
        "attend": step(
            P.CONSENT_OK, P.MISSED, to=P.ATTENDED, event=E.ATTENDED, guards=(guards.started,)
        ),
        "miss": step(
            P.CONSENT_OK, P.ATTENDED, to=P.MISSED, event=E.MISSED, guards=(guards.started,)
        ),
    }
)
