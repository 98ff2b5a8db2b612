"""Invented staff lists, as a personnel system would write them."""

import csv
import io
from datetime import date
from typing import Any

import factory

from nolimits.kernel.actors import Actor
from nolimits.staff_list import operations, queries
from nolimits.staff_list.models import Covers, StaffList
from nolimits.staff_list.plans import Facts, Known, Plan
from tests.factories.made import Made
from tests.factories.people import administrator

HEADINGS = ("Employee number", "Name", "Work email", "Job title", "Directorate", "Leaving date")


def as_csv(*people: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    """A list as a file: a line of headings, and one for each person, short ones filled up."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([*one, *[""] * (len(headings) - len(one))] for one in people)
    return out.getvalue().encode()


class StaffListFactory(Made):
    """A list that was handed in: `people=[("100", "Dana Madeup", "dana@council.example")]`."""

    class Meta:
        model = StaffList

    people = (("900001", "Ivo Pretend", "ivo.pretend@council.example", "Ranger"),)
    covers = Covers.SOME
    by = factory.LazyFunction(administrator)

    @classmethod
    def _create(cls, model_class: type[StaffList], *args: Any, **kwargs: Any) -> StaffList:
        people, covers, by = kwargs["people"], kwargs["covers"], kwargs["by"]
        return operations.hand_in(as_csv(*people), covers, by=by)


def waiting_list() -> StaffList:
    """The one list that waits."""
    return queries.open_list() or StaffListFactory()


def applied(
    *people: tuple[Any, ...], covers: Covers = Covers.SOME, by: Actor | None = None
) -> Plan:
    """A list handed in and applied by two people; names of directorates are as we suggest."""
    by = by or administrator()
    made = StaffListFactory(people=people, covers=covers, by=by)
    unknown = queries.suggested(made)
    if unknown:
        operations.name_directorates(made, unknown, by=by)
    another = administrator()
    return operations.apply(made, queries.plan_of(made, by=another).print, by=another)


# --- Accounts and rows for what compares them, which knows no database ------------------------

TODAY = date(2026, 11, 20)
PAST, TO_COME = date(2026, 11, 5), date(2026, 12, 24)


def known(id_: int, number: str | None, name: str = "Dana Madeup", **more: Any) -> Known:
    """An account as it is."""
    told: dict[str, Any] = {
        "reference": f"U-{id_}",
        "email": f"p{id_}@council.example",
        "new_email": None,
        "job_title": "Ranger",
        "directorate_id": 1,
        "team": None,
        "manager_email": None,
        "joined_on": date(2026, 1, 1),
        "left_on": None,
    }
    return Known(id=id_, name=name, number=number, **{**told, **more})


def facts(*people: Known, **more: Any) -> Facts:
    """All that a list is compared with."""
    told: dict[str, Any] = {
        "taken": frozenset(),
        "directorates": {"parks": 1, "roads": 2},
        "directorate_names": {1: "Parks", 2: "Roads"},
        "administrators": frozenset(),
        "today": TODAY,
        "by_id": 99,
        "share": 10,
    }
    return Facts(known=people, **{**told, **more})
