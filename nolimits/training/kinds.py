"""The words of training: what is done here, how a wait ends; and the council's settings for it."""

from datetime import timedelta
from enum import StrEnum

from nolimits.kernel.actors import Role

# As from November 2026; each is the council's own policy.
OFFER_HOLDS = timedelta(hours=48)  # how long a place that came free is kept for the next in line

ASK_ANEW_AFTER = timedelta(days=5)  # a manager who has not answered is written to once more
AGREEMENT_LINK = timedelta(days=30)  # how long a manager's link works

WARNINGS = (60, 30, 7)  # days before a pass runs out (R-SAF-1)

LEARNERS = frozenset({Role.STAFF, Role.COUNCILLOR, Role.VOLUNTEER, Role.SUPPORT_MENTOR})
HOLDERS = frozenset({Role.VOLUNTEER, Role.SUPPORT_MENTOR})  # who needs a pass to go on
TRAINERS = frozenset({Role.SUPPORT_MENTOR, Role.COORDINATOR})


class Event(StrEnum):
    """What is done here."""

    PROGRAMME_ADDED = "training_programme_added"
    RUN_PLANNED = "training_run_planned"
    DAY_CHANGED = "training_day_changed"
    DAY_CANCELLED = "training_day_cancelled"
    TRAINING_PLACE_BOOKED = "training_place_booked"
    TRAINING_PLACE_GIVEN_UP = "training_place_given_up"
    WAITING = "training_waiting"
    PLACE_OFFERED = "training_place_offered"
    WAIT_ENDED = "training_wait_ended"
    REGISTER_TAKEN = "training_register_taken"
    TRAINING_ATTENDED = "training_attended"
    ATTENDANCE_CORRECTED = "training_attendance_corrected"
    TRAINING_PASSED = "training_passed"
    TRAINING_WITHDRAWN = "training_withdrawn"
    EXPIRY_WARNED = "training_expiry_warned"
    MANAGER_ASKED = "training_manager_asked"
    MANAGER_CHASED = "training_manager_chased"
    MANAGER_ANSWERED = "training_manager_answered"


class WaitEnd(StrEnum):
    """How a wait for a place ended."""

    TAKEN = "taken"
    LAPSED = "lapsed"
    STOPPED = "stopped"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What a manager says of training in work time."""

    YES = "yes"
    NO = "no"
    ANOTHER_DAY = "another_day"


class Agreed(StrEnum):
    """How it stands with a manager's agreement to one place."""

    NOT_NEEDED = "not_needed"
    NOT_ASKED = "not_asked"
    WAITING = "waiting"
    UNANSWERED = "unanswered"
    YES = "yes"
    NO = "no"
    ANOTHER_DAY = "another_day"


class Mark(StrEnum):
    """What a register says of somebody on a day."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"


# Whoever left early missed a part, and makes the day up: what is not known to be whole is not.
ATTENDED = (Mark.PRESENT, Mark.LATE)
