"""The report card of a volunteer: each gate with its evidence and what comes next, in words.

Dated facts in, rows out; no database, no clock.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from nolimits.backgrounds.abroad import LEAST_MONTHS
from nolimits.dbs.kinds import DbsState
from nolimits.dbs.models import DbsRecord
from nolimits.kernel.pages import counted, day, listed
from nolimits.training.kinds import WARNINGS
from nolimits.volunteers import readiness as engine
from nolimits.volunteers.gate_words import next_of
from nolimits.volunteers.readiness import Facts, Gate, Span, Turn, Words
from nolimits.volunteers.texts import Text

EVER = timedelta(days=3660)  # so far ahead a card says when something runs out
OWN = {
    Gate.APPLICATION,
    Gate.SELF_DISCLOSURE,
    Gate.OVERSEAS,
    Gate.TRAINING,
    Gate.HANDBOOK,
    Gate.AGREEMENT,
}  # theirs to pass
ENDPOINTS = {
    Gate.IDENTITY: ("Record identity", "checks.record_identity", "record_check"),
    Gate.INTERVIEW: ("Record interview", "checks.record_interview", "record_check"),
    Gate.SUPPORT_MENTOR: (
        "Choose a support mentor",
        "volunteers.assign_support_mentor",
        "assign_support_mentor",
    ),
    Gate.CLEARANCE: ("Clear them", "volunteers.clear_volunteer", "clear_volunteer"),
    Gate.NOT_ON_HOLD: ("Welcome back", "volunteers.return_from_hold", "put_on_hold"),
}
GIVEN = {Gate.SUPPORT_MENTOR}  # who is named is given to them
DBS_STEPS = {
    None: ("Start a DBS check", "dbs.start", "record_check"),
    DbsState.APPLIED: ("Record certificate", "dbs.see_certificate", "record_check"),
    DbsState.CERTIFICATE_SEEN: ("Decide", "dbs.decide", "decide_dbs"),
    DbsState.TO_MEET: ("Record the meeting", "dbs.record_meeting", "decide_dbs"),
    DbsState.ASSESSED: ("Decide", "dbs.decide", "decide_dbs"),
    DbsState.WAITING_FOR_SECOND: ("Agree as second", "dbs.second", "decide_dbs"),
}
DBS_WORDS = {
    None: "Not started",
    DbsState.APPLIED: "Applied for: waiting for the certificate",
    DbsState.TO_MEET: "Waiting for a meeting",
    DbsState.ASSESSED: "Met: waiting for a decision",
    DbsState.CERTIFICATE_SEEN: "Certificate seen: waiting for a decision",
    DbsState.WAITING_FOR_SECOND: "Waiting for a second decider",
    DbsState.DECIDED: "The last check does not count any more",
}


@dataclass(frozen=True)
class Row:
    """One gate on the card."""

    gate: Gate
    passed: bool
    evidence: str
    until: date | None = None  # the day on which time alone closes it
    soon: bool = False  # that day is near
    who: tuple[str, ...] = ()  # by whom it was seen, decided or given
    button: tuple[str, str, str] | None = None  # label, endpoint, permission
    waits: bool = False  # it cannot be done before the other gates
    awaited: bool = True  # for a word that somebody else has to send
    told: bool = False  # they did their part of it
    turn: Turn = Turn.US  # on whom the next step lies

    @property
    def words(self) -> Words:
        """How the gate is spoken of."""
        return engine.WORDS[self.gate]

    @property
    def lapses_on(self) -> date | None:
        """The day on which it runs out, once that is near."""
        return self.until if self.soon else None

    @property
    def witnessed(self) -> str:
        """The evidence, and by whom."""
        if not self.who or not self.evidence:
            return self.evidence
        return f"{self.evidence}{': ' if self.gate in GIVEN else ', by '}{listed(self.who)}"

    @property
    def next(self) -> tuple[str, str]:
        """What comes next, and who does it; nothing when all is well."""
        if self.passed and not self.soon:
            return "", ""
        return next_of(self.gate, self.turn)

    @property
    def status(self) -> str:
        """A word for its tag."""
        if self.passed:
            return "Runs out soon" if self.soon else "Passed"
        return "Cannot start yet" if self.waits else "Missing"

    @property
    def task_status(self) -> str:
        """The same, as the volunteer reads it."""
        if self.passed:
            return "Due soon" if self.soon else "Completed"
        if self.waits:
            return "Cannot start yet"
        if self.gate == Gate.REFERENCES and self.awaited:
            return "With your referees"
        return "Incomplete" if self.gate in OWN and not self.told else "With us"

    @property
    def own(self) -> str:
        """What the volunteer reads of it: what it rests on, until when, and what is next."""
        if not self.passed:
            if self.gate == Gate.REFERENCES and self.awaited:
                return "Remind them if it takes long"
            return self.words.own
        ends = f"Runs out on {day(self.until)}" if self.until else ""
        return ". ".join(filter(None, [self.evidence, ends, self.words.renew if self.soon else ""]))


def _since(words: str, spans: tuple[Span, ...], on: date) -> str:
    days = [span.from_on for span in spans if span.covers(on)]
    return f"{words} {day(max(days))}" if days else ""


def _references(facts: Facts, on: date) -> str:
    accepted = sum(span.covers(on) for one, span in facts.references if one != engine.ABROAD)
    return f"{counted(accepted, 'reference')} accepted" if accepted else "None accepted yet"


def _dbs(facts: Facts, on: date) -> str:
    return _since("Clear since", tuple(one.span for one in facts.dbs if one.good), on)


def _training(facts: Facts, on: date) -> str:
    return _since("Passed", tuple(s for n, s in facts.passes if n in facts.programmes), on)


def _handbook(facts: Facts, on: date) -> str:
    handbook = _text("Version", facts.handbook, on)
    guidance = _text("Guidance: version", facts.guidance, on)
    return ". ".join(filter(None, (handbook, guidance)))


def _text(name: str, text: Text, on: date) -> str:
    version, read_on = max(text.read, default=(0, on))
    old = ", which is not the newest" if version < text.newest(on) else ""
    return f"{name} {version} read {day(read_on)}{old}" if version else ""


def _record(facts: Facts, on: date) -> str:
    last = max(facts.disclosures, key=lambda one: one.order, default=None)
    if last is None:
        return ""
    return f"Told {day(last.told_on)}" + ("" if last.settled_on else ". Two people decide on it")


def _abroad(facts: Facts, on: date) -> str:
    last = max(facts.backgrounds, key=lambda one: one.order, default=None)
    if last is None:
        return ""
    long = last.months >= LEAST_MONTHS
    return f"Told {day(last.told_on)}" + (f". {last.months} months abroad" if long else "")


EVIDENCE: dict[Gate, Callable[[Facts, date], str]] = {
    Gate.APPLICATION: lambda f, on: f"Sent {day(f.applied.from_on)}" if f.applied else "",
    Gate.SELF_DISCLOSURE: _record,
    Gate.OVERSEAS: _abroad,
    Gate.IDENTITY: lambda f, on: _since("Originals seen", f.identity, on),
    Gate.INTERVIEW: lambda f, on: _since("Met", tuple(one.span for one in f.interviews), on),
    Gate.REFERENCES: _references,
    Gate.DBS: _dbs,
    Gate.TRAINING: _training,
    Gate.HANDBOOK: _handbook,
    Gate.AGREEMENT: lambda f, on: _since("Signed", f.agreements, on),
    Gate.SUPPORT_MENTOR: lambda f, on: _since("Since", f.supports, on),
    Gate.CLEARANCE: lambda f, on: _since("Cleared", f.clearances, on),
    Gate.ACCOUNT: lambda f, on: _since("Open since", f.accounts, on) or "Shut, or without the role",
    Gate.NOT_ON_HOLD: lambda f, on: _since("On a break since", f.holds, on),
    Gate.NOT_LEFT: lambda f, on: "",
}


def rows(
    facts: Facts,
    on: date,
    check: DbsRecord | None,
    *,
    awaited: bool = True,
    turns: Mapping[Gate, Turn] | None = None,
    who: Mapping[Gate, tuple[str, ...]] | None = None,
) -> list[Row]:
    """Every gate as it stands on a day; `check` is the newest DBS check.

    `awaited` says that a referee has not answered yet; `turns` and `who`, of each gate, on whom its
    next step lies and who stands for it.
    """
    missing = {one.gate for one in engine.missing(facts, on)}
    ends = engine.next_lapse(facts, on, EVER)
    card = []
    for gate in Gate:
        passed, until = gate not in missing, ends.get(gate)
        if gate in (Gate.ACCOUNT, Gate.NOT_ON_HOLD, Gate.NOT_LEFT) and passed and not until:
            continue
        row = _row(facts, on, gate, passed, until, check)
        waits = gate == Gate.CLEARANCE and len(missing) > 1
        stands = (who or {}).get(gate, ()) if passed else ()
        turn = (turns or {}).get(gate, Turn.US)
        row = replace(row, button=None) if waits else row
        card.append(replace(row, waits=waits, awaited=awaited, who=stands, turn=turn))
    return card


def _row(
    facts: Facts, on: date, gate: Gate, passed: bool, until: date | None, check: DbsRecord | None
) -> Row:
    """One gate, with its evidence and the step that is next."""
    told = {Gate.SELF_DISCLOSURE: facts.disclosures, Gate.OVERSEAS: facts.backgrounds}
    soon = until is not None and until <= on + timedelta(days=max(WARNINGS))
    evidence, button = EVIDENCE[gate](facts, on), None if passed else ENDPOINTS.get(gate)
    if gate == Gate.DBS:
        evidence, button = _dbs_step(evidence, passed, soon, check)
    return Row(gate, passed, evidence, until, soon, button=button, told=bool(told.get(gate)))


def _dbs_step(
    evidence: str, passed: bool, soon: bool, check: DbsRecord | None
) -> tuple[str, tuple[str, str, str] | None]:
    """What a DBS check has come to, and the step that is next; none when all is well."""
    state = check.state if check else None
    if state == DbsState.DECIDED:
        button = DBS_STEPS[None] if soon or not passed else None
    else:
        button = DBS_STEPS[state]
    return evidence or DBS_WORDS[state], button


def next_step(card: list[Row]) -> Row | None:
    """The first gate that is missing."""
    return next((row for row in card if not row.passed and not row.waits), None)
