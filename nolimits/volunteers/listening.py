"""What volunteers hear of the rooms below: what somebody told of themself can close a gate."""

from nolimits.backgrounds.models import Background, SelfDisclosure
from nolimits.backgrounds.models import Event as BackgroundEvent
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.training.kinds import Event as TrainingEvent
from nolimits.training.models import TrainingPass
from nolimits.volunteers import queries
from nolimits.volunteers.models import Event
from nolimits.volunteers.readiness import Gate


@audit.heard(BackgroundEvent.SELF_DISCLOSED)
@audit.heard(BackgroundEvent.DISCLOSURE_DECIDED)
def _on_disclosure(disclosure: SelfDisclosure, *, by: Actor) -> None:
    """Who tells of something new meets nobody until it was decided; so too where it was a no."""
    _look(disclosure.person_id, Gate.SELF_DISCLOSURE, by)


@audit.heard(BackgroundEvent.BACKGROUND_TOLD)
def _on_background(background: Background, *, by: Actor) -> None:
    """Who tells of time abroad that nobody has looked into waits too."""
    _look(background.person_id, Gate.OVERSEAS, by)


@audit.heard(TrainingEvent.TRAINING_WITHDRAWN)
def _on_training_withdrawn(passed: TrainingPass, *, by: Actor) -> None:
    """Whose pass rested on a day that they did not attend is not trained, from that moment."""
    _look(passed.person_id, Gate.TRAINING, by)


def _look(person_id: int, gate: Gate, by: Actor) -> None:
    """Tell the rooms above where a gate of somebody who was cleared is closed now."""
    volunteer = queries.volunteer_of(person_id)
    if volunteer is None or all(one.until_on for one in volunteer.clearances):
        return
    if gate in {one.gate for one in queries.missing_gates(volunteer, on=clock.today())}:
        audit.record(Event.GATE_LAPSED, volunteer, by=by, gate=gate.value)
