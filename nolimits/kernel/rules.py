"""The ways to be admitted: by a role, or by being somebody to a record."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nolimits.kernel.actors import EVERYONE, WITHOUT_DUTIES, Actor, Role

Question = Callable[[Actor, Any], bool]


@dataclass(frozen=True)
class Rule:
    """One way to be admitted: its name, the roles it can admit, and the question it asks."""

    name: str
    roles: frozenset[Role]
    admits: Question
    public: bool = False
    of_record: bool = False
    of_another: bool = False


def _role(role: Role) -> Rule:
    return Rule(role.value, frozenset({role}), lambda by, about: role in by.roles)


def _of(name: str, admits: Question, *roles: Role) -> Rule:
    """A rule about one record and a person who holds one of some roles today.

    Without a record it admits nobody, and nobody who has lost the role, whatever the record says.
    """
    held = frozenset(roles) or EVERYONE

    def asked(by: Actor, about: Any) -> bool:
        return about is not None and bool(by.roles & held) and admits(by, about)

    return Rule(name, held, asked, of_record=True)


def _for_another(role: Role) -> Rule:
    """A rule about somebody's record that its own person never passes, whatever their roles."""
    name = f"{role.value}_for_another"
    rule = _of(name, lambda by, about: about.person_id != by.id, role)
    return replace(rule, of_another=True)


def keeps_apart(by: Actor, about: Any) -> bool:
    """Whether a record is of a young person from whom somebody is kept apart.

    It is asked before any line of the table: no role and no work opens such a record to them.
    """
    return by.id in getattr(about, "kept_apart_ids", ())


anyone = Rule("anyone", EVERYONE, lambda by, about: True, public=True)
signed_in = Rule("signed_in", EVERYONE, lambda by, about: bool(by.roles))
adult = Rule(
    "adult",
    EVERYONE - set(WITHOUT_DUTIES),
    lambda by, about: bool(by.roles) and not by.roles & set(WITHOUT_DUTIES),
)
insider = Rule(  # all but partners, who see nothing but their own
    "insider", EVERYONE - {Role.PARTNER}, lambda by, about: bool(by.roles - {Role.PARTNER})
)
system = Rule("system", frozenset(), lambda by, about: by.kind == "system")
staff, councillor = _role(Role.STAFF), _role(Role.COUNCILLOR)
young_person, volunteer = _role(Role.YOUNG_PERSON), _role(Role.VOLUNTEER)
coordinator, panel_member = _role(Role.COORDINATOR), _role(Role.PANEL_MEMBER)
finance_officer, safeguarding_lead = _role(Role.FINANCE_OFFICER), _role(Role.SAFEGUARDING_LEAD)
support_mentor = _role(Role.SUPPORT_MENTOR)
board_reader, administrator = _role(Role.BOARD_READER), _role(Role.ADMINISTRATOR)
partner = _role(Role.PARTNER)

themself = _of("themself", lambda by, about: about.person_id == by.id)
worker_of = _of(
    "worker_of", lambda by, about: about.caseload_id == by.id and not about.closed, Role.STAFF
)
referrer_of = _of("referrer_of", lambda by, about: about.referred_by_id == by.id, Role.STAFF)
volunteer_in = _of(
    "volunteer_in", lambda by, about: about.volunteer_person_id == by.id, Role.VOLUNTEER
)
young_person_in = _of(
    "young_person_in", lambda by, about: about.young_person_person_id == by.id, Role.YOUNG_PERSON
)
support_mentor_of = _of(
    "support_mentor_of", lambda by, about: about.support_mentor_id == by.id, Role.SUPPORT_MENTOR
)
covers_for = replace(
    _of("covers_for", lambda by, about: about.covering_id == by.id, Role.SUPPORT_MENTOR),
    of_another=True,  # nobody's own: their support mentor's, for the days on which that one is away
)
trainer_of = _of(
    "trainer_of",
    lambda by, about: about.trainer_id == by.id,
    Role.SUPPORT_MENTOR,
    Role.COORDINATOR,
)
champion_of = _of(
    "champion_of", lambda by, about: about.champion_id == by.id, *EVERYONE - set(WITHOUT_DUTIES)
)
partner_of = _of("partner_of", lambda by, about: by.id in about.partner_person_ids, Role.PARTNER)
panel_reader_of = _of(
    "panel_reader_of", lambda by, about: about.is_read_by(by.id), Role.PANEL_MEMBER
)
IN_NEED = frozenset({Role.STAFF, Role.COORDINATOR, Role.SAFEGUARDING_LEAD})
broke_glass_for = _of("broke_glass_for", lambda by, about: by.id in about.broken_by_ids, *IN_NEED)
READERS = frozenset({Role.BOARD_READER, Role.COUNCILLOR})
reader_of_frozen = replace(
    _of("reader_of_frozen", lambda by, about: about.frozen_at is not None, *READERS),
    of_another=True,  # nobody's own: all of them read it
)
coordinator_of = replace(
    _of("coordinator_of", lambda by, about: not about.closed, Role.COORDINATOR),
    of_another=True,  # nobody's own: every coordinator looks after all who take part
)
administrator_for_another = _for_another(Role.ADMINISTRATOR)
coordinator_of_another = replace(
    _of(
        "coordinator_of_another",
        lambda by, about: about.person_id != by.id and not about.closed,
        Role.COORDINATOR,
    ),
    of_another=True,
)
data_protection_officer = _role(Role.DATA_PROTECTION_OFFICER)
data_protection_officer_for_another = _for_another(Role.DATA_PROTECTION_OFFICER)
officer_of_item = replace(
    _of(
        "officer_of_item",  # what is about safeguarding is not theirs to read
        lambda by, about: about.person_id != by.id and not about.safeguarding,
        Role.DATA_PROTECTION_OFFICER,
    ),
    of_another=True,
)
second_reader_of = replace(
    _of(
        "second_reader_of",
        lambda by, about: (
            about.person_id != by.id and about.is_being_read and by.id not in about.kept_from_ids
        ),
        Role.SAFEGUARDING_LEAD,
    ),
    of_another=True,
)
coordinator_for_another = _for_another(Role.COORDINATOR)
safeguarding_lead_for_another = _for_another(Role.SAFEGUARDING_LEAD)
safeguarding_lead_apart = replace(
    _of(
        "safeguarding_lead_apart",
        lambda by, about: by.id not in about.kept_from_ids,
        Role.SAFEGUARDING_LEAD,
    ),
    of_another=True,  # a concern is no lead's own, and some it is kept from
)
