"""My No Limits: one person's own page, to which every room adds what it knows of them.

A room adds a section (a template with what it shows) or things to do, from its views.py. Three
more take sections alike: `page="account"`; `page="person"`, which others read; and `page="front"`,
where administrators and safeguarding leads land:

    @adds_section(order=30)
    def hours_given(person: Actor) -> Section | None:
        given = queries.hours_of(person)
        return Section("giving/my_hours.html", {"given": given}) if given else None

    @adds_tasks(order=20)
    def gates(person: Actor) -> list[Task]:
        return [Task("Give two references", "Incomplete", url_for("volunteers.references"))]

A section's template begins with an h2 and reads its own context, beside `person`.
"""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from flask import render_template
from markupsafe import Markup

from nolimits.kernel import clock
from nolimits.kernel.actors import Actor
from nolimits.kernel.pages import day, near


class Section(NamedTuple):
    """A part of the page: a template, and what it shows."""

    template: str
    context: dict[str, Any]


class Task(NamedTuple):
    """One thing to do. The status is "Incomplete", "Completed", "Due soon", "Overdue" or
    "Cannot start yet", which has no address; one that is incomplete is due or overdue by its day.
    """

    title: str
    status: str
    href: str | None = None
    hint: str | None = None
    due_on: date | None = None


SOON = 7  # days
SectionOf = Callable[[Actor], Section | None]
TasksOf = Callable[[Actor], list[Task]]
_sections: dict[str, list[tuple[int, SectionOf]]] = {}
_tasks: list[tuple[int, TasksOf]] = []


def adds_section(*, order: int, page: str = "my") -> Callable[[SectionOf], SectionOf]:
    """Have a room's section on everyone's page, where it has something to say; low comes first."""

    def keep(section: SectionOf) -> SectionOf:
        sections = _sections.setdefault(page, [])
        sections.append((order, section))
        sections.sort(key=lambda one: one[0])
        return section

    return keep


def adds_tasks(*, order: int) -> Callable[[TasksOf], TasksOf]:
    """Have a room's things to do on everyone's page; low comes first."""

    def keep(tasks: TasksOf) -> TasksOf:
        _tasks.append((order, tasks))
        _tasks.sort(key=lambda one: one[0])
        return tasks

    return keep


def sections_for(person: Actor, page: str = "my") -> list[Markup]:
    """Every room's section for a person, as it stands on their page."""
    found = [section(person) for _, section in _sections.get(page, ())]
    return [
        Markup(render_template(one.template, person=person, **one.context))  # noqa: S704  # escaped
        for one in found
        if one
    ]


def tasks_for(person: Actor) -> list[dict[str, str | None]]:
    """What a person has to do, as task_list shows it: by its day where there is one, done last."""
    tasks = [task for _, tasks in _tasks for task in tasks(person)]
    tasks.sort(key=lambda task: (task.status == "Completed", task.due_on or date.max))
    return [
        {"title": one.title, "status": _status(one), "href": one.href, "hint": _hint(one)}
        for one in tasks
    ]


def _status(task: Task) -> str:
    """How a task stands: by its day, where it is to be done."""
    days = (task.due_on - clock.today()).days if task.due_on else SOON + 1
    if task.status != "Incomplete" or days > SOON:
        return task.status
    return "Overdue" if days < 0 else "Due soon"


def _hint(task: Task) -> str | None:
    """What is said under a task: its hint, and by when."""
    due = ", ".join(filter(None, [f"By {day(task.due_on)}", near(task.due_on)]))
    return ". ".join(filter(None, [task.hint, due if task.due_on else ""])) or None
