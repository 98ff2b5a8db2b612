"""A staff list beside the accounts that there are: rows and facts in, a plan out; no database.

The order of rows and columns makes no difference. Where two rows disagree, neither counts.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from nolimits.staff_list.models import Covers
from nolimits.staff_list.plans import Change, Facts, Kind, Known, Line, Plan
from nolimits.staff_list.reading import Row, folded

DAY = timedelta(days=1)
LABELS = {
    "name": "Name",
    "new_email": "Address",
    "employee_number": "Employee number",
    "job_title": "Job title",
    "directorate_id": "Directorate",
    "team": "Team",
    "manager_email": "Manager's address",
    "left_on": "Account closes from",
}
TOLD = ("job_title", "team", "manager_email", "directorate_id")
LAST = "Nobody would be administrator any more. Give somebody else the role first"
TAKEN = "The number or address is that of another account"
"""Whosever it is: who reads it must not tell a child's address from an adult's."""
OWN = "This is your own account. Somebody else applies a list that closes it"


def compare(rows: Sequence[Row], covers: Covers, facts: Facts) -> Plan:
    """What a list would do to the accounts that there are."""
    return _Comparison(rows, covers, facts).plan()


def number_key(number: str) -> str:
    """An employee number without the leading zeros that a spreadsheet may have cut off."""
    return number.lstrip("0").casefold() or number


class _Comparison:
    """One list beside the accounts."""

    def __init__(self, rows: Sequence[Row], covers: Covers, facts: Facts) -> None:
        self.facts, self.covers = facts, covers
        self.by_number = {one.number: one for one in facts.known if one.number}
        self.by_key = _only(facts.known)
        self.by_email = {one.email: one for one in facts.known if one.email}
        self.coming = {one.new_email: one for one in facts.known if one.new_email}
        self.lines = [
            Line(Kind.LEFT_OUT, one.line, "", reason=one.nobody) for one in rows if one.nobody
        ]
        people = sorted((one for one in rows if not one.nobody), key=lambda one: one.line)
        self.rows = self._posts(self._repeats(people))

    def plan(self) -> Plan:
        """Every row, then whoever is missing."""
        matched = [(row, *self._match(row)) for row in self.rows]
        wrong, theirs = self._wrong(matched), [(row, one) for row, one, why in matched if not why]
        unread = [row for row, known, why in matched if not known and (why or wrong[row.line])]
        missing = self._missing({known.id for _, known, _ in matched if known}, unread)
        going = {
            known.id: self._is_past(row)
            for row, known in theirs
            if known and row.leaving and not wrong[row.line]
        }
        left_out = [one.person_id or 0 for one in missing if one.kind is Kind.LEAVER]
        stays = self._staying({*going, *left_out})
        gone = {*(who for who, now in going.items() if now), *left_out} - set(stays)
        for row, known, why in matched:
            if why and known and known.id in gone:
                known, why = None, ""  # a leaver's address, which somebody new has
            why = wrong[row.line] or why or self._cannot(row, known, gone)
            known = None if why == TAKEN else known
            self.lines.append(self._unless_staying(self._line(row, known, why), stays))
        self.lines += [self._unless_staying(line, stays) for line in missing]
        listed = [one for one in self.facts.known if one.number and not self._closed(one)]
        lines = sorted(self.lines, key=lambda one: (one.line or 0, one.name, one.number))
        return Plan(lines, len(listed), self.facts.share)

    # --- Which row is about whom --------------------------------------------------------------

    def _wrong(self, matched: Iterable[tuple[Row, Known | None, str]]) -> dict[int, str]:
        """What is wrong with each line, by itself or beside the others."""
        clashing = self._clashes()
        twice = Counter(known.id for _, known, why in matched if known and not why)
        return {
            row.line: row.fault
            or clashing.get(row.line, "")
            or (
                f"More than one line is about {known.name}" if known and twice[known.id] > 1 else ""
            )
            for row, known, _ in matched
        }

    def _repeats(self, rows: Iterable[Row]) -> list[Row]:
        """Each row once; one that says the very same as another is left out."""
        first: dict[tuple[object, ...], Row] = {}
        for row in rows:
            kept = first.setdefault(row.said, row)
            if kept is not row:
                self._leave_out(row, f"The same as line {kept.line}")
        return list(first.values())

    def _posts(self, rows: Iterable[Row]) -> list[Row]:
        """One row for each person: somebody may have several posts, and leaves with the last."""
        theirs: dict[tuple[str, ...], list[Row]] = defaultdict(list)
        for row in rows:
            whole = row.number and not row.fault
            key = (row.number, folded(row.name), row.email) if whole else (f"line {row.line}",)
            theirs[key].append(row)
        kept = []
        for posts in theirs.values():
            chosen = min(posts, key=self._of_posts)
            kept.append(chosen)
            for other in posts:
                if other is not chosen:
                    self._leave_out(other, f"Another post of whom line {chosen.line} names")
        return kept

    def _of_posts(self, row: Row) -> tuple[Any, ...]:
        """The latest to end comes first, then what their account says already."""
        known = self.by_number.get(row.number) or self.by_key.get(number_key(row.number))
        ends = -row.leaving.toordinal() if row.leaving else 0
        changes = len(self._changed(row, known)) if known else 0
        return bool(row.leaving), ends, changes, repr(row.said)

    def _leave_out(self, row: Row, why: str) -> None:
        self.lines.append(Line(Kind.LEFT_OUT, row.line, row.name, row.number, why))

    def _clashes(self) -> dict[int, str]:
        """Lines that have a number or address in common, and say different things."""
        found: dict[int, str] = {}
        addresses, numbers = defaultdict(list), defaultdict(list)
        for row in self.rows:
            addresses[row.email].append(row)
            # Numbers that are somebody's as they stand differ, though by their zeros alone.
            known = row.number in self.by_number
            numbers[row.number if known else number_key(row.number)].append(row)
        for what, sharing in (("work address", addresses), ("employee number", numbers)):
            for key, alike in sharing.items():
                for row in alike if key and len(alike) > 1 else ():
                    other = min(one.line for one in alike if one is not row)
                    found[row.line] = f"Line {other} has the same {what}, and says something else"
        return found

    def _match(self, row: Row) -> tuple[Known | None, str]:
        """Whose row it is: by employee number, else by work address; never by name."""
        if row.number in self.facts.taken:
            return None, TAKEN
        if row.number:
            known = self.by_number.get(row.number) or self.by_key.get(number_key(row.number))
            if known is not None:
                return known, ""
        if row.email in self.facts.taken:
            return None, TAKEN
        known = self.by_email.get(row.email) if row.email else None
        if known and known.number and row.number:
            return (None, "") if self._closed(known) else (known, TAKEN)
        return known, ""

    def _cannot(self, row: Row, known: Known | None, gone: set[int]) -> str:
        """Why the list cannot have its way; somebody who has left is not kept for that."""
        if known and (self._is_past(row) or self._closed(known)):
            return ""
        if row.directorate and folded(row.directorate) not in self.facts.directorates:
            return f"Nobody has said which directorate “{row.directorate}” is"
        if not row.email or (known and row.email in (known.email, known.new_email)):
            return ""
        for holder in (self.by_email.get(row.email), self.coming.get(row.email)):
            if holder and holder is not known:
                left = self._closed(holder) or holder.id in gone
                if not left or holder.new_email == row.email:
                    return TAKEN
        return TAKEN if row.email in self.facts.taken else ""

    def _closed(self, known: Known) -> bool:
        return known.left_on is not None and known.left_on <= self.facts.today

    def _is_past(self, row: Row) -> bool:
        return row.leaving is not None and row.leaving < self.facts.today

    # --- What becomes of each -----------------------------------------------------------------

    def _line(self, row: Row, known: Known | None, why: str) -> Line:
        about: dict[str, Any] = {"line": row.line, "name": row.name, "number": row.number}
        if known:
            about = {"line": row.line, "name": row.name or known.name}
            about |= {"number": row.number or known.number or ""}
            about |= {"person_id": known.id, "reference": known.reference}
        if why:
            return Line(Kind.REFUSED, reason=why, **about)
        return self._known(row, known, about) if known else self._new(row, about)

    def _new(self, row: Row, about: dict[str, Any]) -> Line:
        if self._is_past(row):
            return Line(Kind.LEFT_OUT, reason="They left before they had an account", **about)
        values: dict[str, Any] = dict.fromkeys(TOLD)
        values |= {**self._told(row), "name": row.name, "employee_number": row.number or None}
        values |= {"email": row.email or None, "joined_on": self.facts.today}
        values["left_on"] = row.leaving + DAY if row.leaving else None
        reason = "" if row.email else "They have no address, so no code to sign in can be sent"
        return Line(Kind.NEW, reason=reason, values=values, frees=self._freed(row), **about)

    def _known(self, row: Row, known: Known, about: dict[str, Any]) -> Line:
        if self._closed(known):
            if self._is_past(row):
                return Line(Kind.UNCHANGED, reason="They have left already", **about)
            why = "Their account here is closed. If they are back, open it again by hand"
            return Line(Kind.LEFT_OUT, reason=why, **about)
        values = {} if self._is_past(row) else self._changed(row, known)
        shut_on = max(row.leaving + DAY, known.joined_on) if row.leaving else None
        if shut_on and (known.left_on is None or shut_on < known.left_on):
            values["left_on"] = shut_on
        kind = Kind.LEAVER if "left_on" in values else Kind.CHANGED if values else Kind.UNCHANGED
        if kind is Kind.CHANGED and "directorate_id" in values:
            kind = Kind.MOVED
        frees = self._freed(row) if "new_email" in values else None
        changes = self._changes(known, values)
        return Line(kind, changes=changes, values=values, frees=frees, **about)

    def _told(self, row: Row) -> dict[str, Any]:
        """What of an account the row tells; of what is empty it tells nothing."""
        told: dict[str, Any] = {"job_title": row.job_title, "team": row.team}
        told |= {"manager_email": row.manager_email}
        told["directorate_id"] = self.facts.directorates.get(folded(row.directorate))
        return {name: value for name, value in told.items() if value}

    def _changed(self, row: Row, known: Known) -> dict[str, Any]:
        told = self._told(row)
        values = {name: value for name, value in told.items() if value != getattr(known, name)}
        if row.name and row.name.casefold() != known.name.casefold():
            values["name"] = row.name
        if row.number and not known.number:
            values["employee_number"] = row.number
        if row.email and row.email not in (known.email, known.new_email):
            values["new_email"] = row.email
        return values

    def _freed(self, row: Row) -> int | None:
        """The account of a leaver whose address it was."""
        holder = self.by_email.get(row.email) if row.email else None
        return holder.id if holder else None

    def _changes(self, known: Known, values: Mapping[str, Any]) -> tuple[Change, ...]:
        names, before = self.facts.directorate_names, {**vars(known)}
        before |= {"new_email": known.email, "employee_number": known.number}
        before["directorate_id"] = names.get(known.directorate_id or 0)
        after = {**values, "directorate_id": names.get(values.get("directorate_id", 0))}
        return tuple(
            Change(label, str(before[one] or ""), str(after[one]))
            for one, label in LABELS.items()
            if one in values
        )

    # --- Whoever goes, and whoever may not ----------------------------------------------------

    def _missing(self, seen: set[int], unread: Iterable[Row]) -> list[Line]:
        """Accounts that lists know, and that this one does not name, not even badly."""
        if self.covers is not Covers.EVERYBODY:
            return []
        lines, found = {folded(row.name): row.line for row in unread}, []
        for one in self.facts.known:
            if one.number is None or one.id in seen or one.left_on is not None:
                continue
            values = {"left_on": max(self.facts.today, one.joined_on)}
            told = (one.name, one.number, "They are not in the list", one.id, one.reference)
            line = Line(Kind.LEAVER, None, *told, self._changes(one, values), values)
            same = lines.get(folded(one.name))
            why = f"They are not in the list, but line {same}, which was refused, has this name"
            found.append(line if same is None else _refused(line, why))
        return found

    def _staying(self, going: set[int]) -> dict[int, str]:
        """Nobody closes their own account, and the last who can act as administrator stays."""
        able = self.facts.administrators
        stays = dict.fromkeys(able, LAST) if able and able <= going else {}
        return {**stays, **({self.facts.by_id: OWN} if self.facts.by_id in going else {})}

    def _unless_staying(self, line: Line, stays: Mapping[int, str]) -> Line:
        why = stays.get(line.person_id or 0, "")
        return _refused(line, why) if why and line.kind is Kind.LEAVER else line


def _refused(line: Line, why: str) -> Line:
    return Line(
        Kind.REFUSED, line.line, line.name, line.number, why, line.person_id, line.reference
    )


def _only(known: Iterable[Known]) -> dict[str, Known]:
    """Those whose number nobody else has but for its zeros."""
    found: dict[str, list[Known]] = defaultdict(list)
    for one in known:
        if one.number:
            found[number_key(one.number)].append(one)
    return {key: ones[0] for key, ones in found.items() if len(ones) == 1}
