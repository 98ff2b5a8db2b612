"""An invented data protection officer, and what invented people asked about their own data."""

from datetime import timedelta

from nolimits.kernel import clock
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations as people
from nolimits.people.models import Person
from nolimits.privacy import copying, operations
from nolimits.privacy.kinds import Ground, ItemDecision, Outcome, RequestKind, StopReason
from nolimits.privacy.models import DataRequest
from nolimits.seed import Council


def fill(council: Council) -> None:
    """One request in each state, and an officer who answers them."""
    plain = [one for one in council.staff if one.roles == {Role.STAFF}]
    officer, *askers = plain[40:46]
    with clock.standing_at(council.ago(days=400)):
        people.grant_role(officer, Role.DATA_PROTECTION_OFFICER, by=SYSTEM)
    lead = council.safeguarding_leads[0]
    with clock.standing_at(council.ago(days=12)):
        released = _gathered(askers[0], officer)
        copying.send_to_reader(released, by=officer)
        copying.release(released, by=lead)
        refused = operations.ask(
            RequestKind.ERASURE, "Delete the promise that I ended", by=askers[1]
        )
        words = "The law says that we keep our accounts for six years. Then it goes."
        operations.answer(refused, Outcome.REFUSED, Ground.LEGAL_OBLIGATION, words, by=officer)
    with clock.standing_at(council.ago(days=5)):
        read = _gathered(askers[2], officer)
        copying.send_to_reader(read, by=officer)
        waiting = operations.ask(RequestKind.CORRECTION, "My job has changed", by=askers[3])
        operations.stop_clock(
            waiting, StopReason.CLARIFICATION, "Tell us what you do now", by=officer
        )
    operations.withdraw(operations.ask(RequestKind.COPY, None, by=askers[4]), by=askers[4])
    with clock.standing_at(clock.now() - timedelta(days=1)):
        young = next(one for one in council.young_people if one.person)
        asked = operations.ask(RequestKind.COPY, "All of it, please", by=young.person or SYSTEM)
        copying.gather(asked, by=officer)


def _gathered(person: Person, officer: Person) -> DataRequest:
    """A copy of what is held about somebody, gone through."""
    request = operations.ask(RequestKind.COPY, None, by=person)
    copying.gather(request, by=officer)
    for one in request.items:
        if one.is_undecided and not one.safeguarding:
            copying.decide_item(one, ItemDecision.KEPT, None, None, [], by=officer)
    return request
