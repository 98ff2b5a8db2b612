"""What volunteers hear of the rooms below: what was told or decided can close a gate."""

from nolimits.backgrounds.models import Background, SelfDisclosure
from nolimits.backgrounds.models import Event as BackgroundEvent
from nolimits.checks.models import Event as CheckEvent
from nolimits.checks.models import Interview
from nolimits.dbs.kinds import DbsDecision, VolunteerRole
from nolimits.dbs.models import DbsRecord, RoleVersion
from nolimits.dbs.models import Event as DbsEvent
from nolimits.handbook.models import Event as HandbookEvent
from nolimits.handbook.models import Handbook
from nolimits.kernel import audit, clock
from nolimits.kernel.actors import Actor
from nolimits.safeguarding.kinds import Worry
from nolimits.safeguarding.operations import Said, raise_concern
from nolimits.training.kinds import Event as TrainingEvent
from nolimits.training.models import TrainingPass
from nolimits.volunteers import queries
from nolimits.volunteers.models import Event, Volunteer
from nolimits.volunteers.readiness import Gate


def lapse(volunteer: Volunteer, gate: Gate, by: Actor) -> None:
    """Tell the rooms above that a gate closed."""
    audit.record(Event.GATE_LAPSED, volunteer, by=by, gate=gate.value)


@audit.heard(BackgroundEvent.SELF_DISCLOSED)
@audit.heard(BackgroundEvent.DISCLOSURE_DECIDED)
def _on_disclosure(disclosure: SelfDisclosure, *, by: Actor) -> None:
    """Who tells of something new meets nobody until it was decided; so too where it was a no."""
    look(disclosure.person_id, Gate.SELF_DISCLOSURE, by)


@audit.heard(BackgroundEvent.BACKGROUND_TOLD)
def _on_background(background: Background, *, by: Actor) -> None:
    """Who tells of time abroad that nobody has looked into waits too."""
    look(background.person_id, Gate.OVERSEAS, by)


@audit.heard(CheckEvent.INTERVIEWED)
def _on_interviewed(interview: Interview, *, by: Actor) -> None:
    """Whom two people found not suitable meets nobody from that moment."""
    look(interview.person_id, Gate.INTERVIEW, by)


@audit.heard(TrainingEvent.TRAINING_WITHDRAWN)
def _on_training_withdrawn(passed: TrainingPass, *, by: Actor) -> None:
    """Whose pass rested on a day that they did not attend is not trained, from that moment."""
    look(passed.person_id, Gate.TRAINING, by)


@audit.heard(DbsEvent.DBS_DECIDED)
def _on_dbs_decided(check: DbsRecord, *, by: Actor) -> None:
    """A certificate that is not suitable closes its gate at once."""
    volunteer = queries.volunteer_of(check.person_id)
    if volunteer and check.decision == DbsDecision.NOT_SUITABLE:
        lapse(volunteer, Gate.DBS, by)


@audit.heard(DbsEvent.DISCLOSURE_FOUND)
@audit.heard(DbsEvent.STATUS_ANSWERED)
def _on_news(check: DbsRecord, *, by: Actor) -> None:
    """On whose certificate something is, or may be, meets nobody before it is decided anew."""
    look(check.person_id, Gate.DBS, by)


@audit.heard(DbsEvent.BARRED)
def _on_barred(check: DbsRecord, *, by: Actor) -> None:
    """Who must not work with children meets nobody, and the leads see to what has to be told."""
    said = Said(
        worry=Worry.ADULT,
        words="A DBS check came to a hard stop. Look at the DBS record, and at who has to know.",
        adult=check.person,
    )
    raise_concern(said, by=by)


@audit.heard(DbsEvent.ROLE_VERSION_OPENED)
def _on_role_opened(version: RoleVersion, *, by: Actor) -> None:
    """Whose check does not serve what the role asks from now on is not ready from now on."""
    if version.role is VolunteerRole.MENTOR:
        for volunteer in queries.cleared_without(Gate.DBS, clock.today()):
            lapse(volunteer, Gate.DBS, by)


@audit.heard(HandbookEvent.HANDBOOK_PUBLISHED)
def _on_handbook_published(handbook: Handbook, *, by: Actor) -> None:
    """A version that leaves no time closes its gate at once; for any other time alone does."""
    if handbook.audience.is_gate and handbook.due_on == clock.today():
        for volunteer in queries.cleared_without(Gate.HANDBOOK, clock.today()):
            lapse(volunteer, Gate.HANDBOOK, by)


def look(person_id: int, gate: Gate, by: Actor) -> None:
    """Tell the rooms above where a gate of somebody who was cleared is closed now."""
    volunteer = queries.volunteer_of(person_id)
    if volunteer is None or all(one.until_on for one in volunteer.clearances):
        return
    if gate in {one.gate for one in queries.missing_gates(volunteer, on=clock.today())}:
        lapse(volunteer, gate, by)
