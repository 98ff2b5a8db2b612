"""What every page shares: who is asking, may they, where can they go, how things are written."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache, partial, wraps
from typing import Any

import sqlalchemy as sa
from babel.dates import format_date
from flask import current_app, g, request, url_for
from flask import render_template as flask_render
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup, escape

from nolimits.kernel import clock, freshness, mail, money, reads
from nolimits.kernel.actors import NOBODY, Actor, Role, Standing
from nolimits.kernel.db import db
from nolimits.kernel.downloads import File, download, wanted
from nolimits.kernel.guard import let_in
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.top_bar import top_bar

PAGE_SIZE = 25
LAST_PAGE = 1_000_000  # beyond it an address is nonsense, and a number no database can skip to
View = Callable[..., ResponseReturnValue]


def current_person() -> Actor:
    """Whoever asks for this page: a person, or nobody."""
    actor: Actor = current_user._get_current_object()  # a proxy must not reach the session
    return actor


def requires(permission: Permission, on: type[Any] | None = None) -> Callable[[View], View]:
    """Open a view only to those whom the permission admits, to its record where it has one.

    With `on`, the URL's last argument names the record (`by_key`), and the view gets the record
    itself as its first argument. Absent and not visible are answered alike.
    """

    def guard(view: View) -> View:
        def admit(by: Actor, key: str) -> tuple[Any, ...]:
            return let_in(by, permission, on, key, takes_away=wanted())

        @wraps(view)
        def guarded(**values: Any) -> ResponseReturnValue:
            by = current_person()
            about = admit(by, values.pop("key") if on is not None else "")
            if wanted() or permission in freshness.FRESH:
                freshness.require_fresh(by)
            answer = partial(view, *about, **values)
            look = reads.of(about[0], permission, by) if about else None
            return reads.watched(look, by, answer) if look else answer()

        guarded.admit = admit  # type: ignore[attr-defined]
        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.about = on  # type: ignore[attr-defined]
        return guarded

    return guard


def render(template: str, **context: Any) -> ResponseReturnValue:
    """A page; one whose form was refused is answered 422, so that nothing takes it for done."""
    form = context.get("form")
    status = 422 if form is not None and request.method == "POST" and form.errors else 200
    return flask_render(template, **context), status


@dataclass(frozen=True)
class Page:
    """One page of a long list."""

    items: Sequence[Any]
    number: int
    total: int
    size: int = PAGE_SIZE
    more: bool = False  # there are more than the total: they were counted no further

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first_item(self) -> int:
        """The number of the first item shown, from one; 0 for an empty list."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last_item(self) -> int:
        """The number of the last item shown."""
        return min(self.total, self.number * self.size)

    def url(self, number: int) -> str:
        """The address of another page of the same list, filters and all."""
        values = {**request.args.to_dict(), **(request.view_args or {}), "page": number}
        return url_for(request.endpoint or "", **values)


def paged(statement: sa.Select[Any], *, size: int = PAGE_SIZE, count_by: int | None = None) -> Page:
    """The page of a list that the address asks for; beyond the end means the last one.

    Counting a list of any length takes as long as the list is. With `count_by`, it is counted only
    as far as the next multiple after this page, and the page says that there are more.
    """
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    items = _part(statement, number, size)
    reads.shown(items, current_person())
    if len(items) < size and (items or number == 1):
        return Page(items, number, (number - 1) * size + len(items), size)
    total, more = _counted(
        statement, (number * size // count_by + 1) * count_by if count_by else None
    )
    if not items:
        number = max(1, -(-total // size))
        items = _part(statement, number, size)
        reads.shown(items, current_person())
    return Page(items, number, total, size, more)


def render_list(
    template: str, rows: sa.Select[Any], file: File, **context: Any
) -> ResponseReturnValue:
    """A page of a list, or all of it as the file that the address asks for."""
    if wanted():
        return download(file.name, file.headings, rows, file.cells, by=current_person())
    return render(template, page=paged(rows), **context)


def _part(statement: sa.Select[Any], number: int, size: int) -> Sequence[Any]:
    rows = db.session.execute(statement.limit(size).offset((number - 1) * size))
    return rows.scalars().all() if len(statement.column_descriptions) == 1 else rows.all()


def _counted(statement: sa.Select[Any], most: int | None) -> tuple[int, bool]:
    """How many rows there are, at most so many; and whether there are more."""
    rows = statement.order_by(None)
    if most is not None:
        # Of its own columns nothing is wanted: where an index holds the rest, that is enough.
        rows = rows.with_only_columns(sa.literal(1), maintain_column_froms=True).limit(most + 1)
    total = db.session.scalar(sa.select(sa.func.count()).select_from(rows.subquery())) or 0
    return (total, False) if most is None else (min(total, most), total > most)


def day(value: date | datetime | None) -> str:
    """A date as people write it: "4 March 2026"; a moment by London's calendar."""
    if value is None:
        return "Not yet"
    value = clock.london_day(value) if isinstance(value, datetime) else value
    return _written(value)


@lru_cache(maxsize=4096)
def _written(value: date) -> str:
    return format_date(value, "d MMMM y", locale="en_GB")


def at_time(value: datetime) -> str:
    """A moment as people write it: "4 March 2026 at 10:42"."""
    return f"{day(value)} at {value.astimezone(clock.LONDON):%H:%M}"


def near(value: date | None) -> str:
    """How far off a date is, when it is near: "today", "in 3 days", "5 days ago"; else nothing."""
    if value is None:
        return ""
    days = (value - clock.today()).days
    known = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if days in known:
        return known[days]
    if abs(days) > 28:
        return ""
    return f"in {days} days" if days > 0 else f"{-days} days ago"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 pledge", "3 pledges"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def listed(things: Sequence[str], last: str = "and") -> str:
    """Words in a row: "a DBS check, a reference and training"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} {last} {things[-1]}"


# A tag, or what reads badly broken in two: a reference, a date, a sum with its sign.
_TAG_OR_WHOLE = re.compile(
    r"(<[^>]*>)|\b[A-Z]{1,2}-[0-9A-Z]{8}\b|\b\d{1,2} [A-Z][a-z]{2,8} \d{4}\b"
    r"|\N{MINUS SIGN}£[\d,.]*\d"
)


def whole(text: Any) -> Markup:
    """Words or markup in which no reference, date or amount is broken at the end of a line."""
    return Markup(  # noqa: S704  # what is not markup yet is escaped first
        _TAG_OR_WHOLE.sub(
            lambda found: found[1] or f'<span class="app-whole">{found[0]}</span>',
            str(escape(text)),
        )
    )


def csrf_field() -> Markup:
    """The hidden field that proves that a form came from us."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def context() -> dict[str, Any]:
    """What base.html needs to know."""
    settings = current_app.config["SETTINGS"]
    person: Any = current_person()
    asker = person if person is NOBODY else Standing(person.id, person.kind, person.roles)
    about = (f"About {settings.brand.scheme_name}", "people.start")
    links = [about, ("Accessibility", "people.accessibility"), ("Privacy", "privacy.privacy")]
    links.append(("Report a leak", "complaints.leak"))
    if Role.YOUNG_PERSON in asker.roles:
        links.insert(0, ("Talk to somebody", "safeguarding.message"))
    elif person is not NOBODY:
        links.insert(0, ("Worried about somebody?", "safeguarding.worried"))
    tries = [("Sign in as", "sign_in.sign_in_as"), ("Mail", "people.demonstration_mail")]
    return {
        "brand": settings.brand,
        "home_href": url_for("people.start" if person is NOBODY else "people.home"),
        "nav": None if g.get("half_signed_in") else top_bar(asker),
        "account": None
        if person is NOBODY
        else {
            "name": person.name,
            "href": url_for("sign_in.account"),
            "sign_out_href": url_for("sign_in.sign_out"),
        },
        "mail_late": mail.late() if Role.ADMINISTRATOR in asker.roles else 0,
        "demonstration": settings.demonstration,
        "demonstration_links": [(label, url_for(to)) for label, to in tries],
        "footer_links": [(label, url_for(to)) for label, to in links],
        "can": lambda permission, *about: can(asker, Permission(permission), *about),
    }


FILTERS: dict[str, Callable[..., Any]] = {
    "pounds": money.pounds,
    "day": day,
    "at_time": at_time,
    "near": near,
    "counted": counted,
    "listed": listed,
    "whole": whole,
    "words": lambda text: str(text).replace("_", " "),
}
