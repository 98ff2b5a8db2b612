"""What pages cost, as multiples of a page of as many bytes that is a constant."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from nolimits.bench import Bench, compared
from nolimits.bench.served import Served, constant, council
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.people import operations, queries
from nolimits.people.models import Person
from nolimits.seed import size

FEW, MANY = 1_000, 100_000
LIST, RARE, QUESTION = "/people?role=staff&search=a", "/people?search=number", "/sign-in"


def measure() -> Bench:
    """A list at two sizes, a record, a question and its answer."""
    bench = Bench("pages")
    with _council(FEW) as few, _council(MANY) as many:
        for name, path, goal in (
            ("list of 25", LIST, 15),
            ("record page", few.a_record, 15),
            ("question page", QUESTION, 15),
        ):
            page = few.page(path)
            fetch = partial(few.page, path)
            plain, real = compared([constant(len(page)), fetch])
            bench.add(f"{name}, times a constant page", real / plain, goal)
            bench.add(f"{name}, queries", few.served.statements(fetch), 6)
            bench.add(f"{name}, kB of HTML", len(page) / 1000, 60)
        grown = partial(_grown, few, many)
        bench.add(f"list of 25, from {FEW:,} to {MANY:,} people", grown(LIST), 1.1)
        bench.notes.append(
            f"A search that finds nobody reads every name: {grown(RARE):.1f} times "
            f"from {FEW:,} to {MANY:,} people."
        )
        plain, answer = compared([constant(len(few.page(QUESTION))), few.answer], rounds=20)
        bench.add("answer to a question, times a constant page", answer / plain, 25)
        bench.add("answer to a question, queries", few.served.statements(few.answer), 8)
    bench.notes.append("In-process requests on SQLite, one after another, in processor time.")
    return bench


def _grown(few: "Desk", many: "Desk", path: str) -> float:
    small, large = compared([partial(few.page, path), partial(many.page, path)], rounds=10)
    return large / small


class Desk:
    """A coordinator's browser, before a council of some size."""

    def __init__(self, served: Served) -> None:
        self.served = served
        with served.app.app_context():
            self.person_id = _coordinator().id
            self.a_record = f"/people/{queries.holders(Role.COORDINATOR)[0].reference}"
        self.token = self._token()
        self.somebody = itertools.count(1)

    def page(self, path: str) -> bytes:
        """A page as the coordinator is shown it."""
        return self.served.get(self.person_id, path)

    def answer(self) -> None:
        """Send the question's form: a code, an audit entry and a message, in one transaction."""
        data = {"email": f"person.{next(self.somebody)}@council.example", "csrf_token": self.token}
        answer = self.served.browser(self.person_id).post(QUESTION, data=data)
        if answer.status_code != 302:
            raise RuntimeError(f"the answer was answered {answer.status_code}")

    def _token(self) -> str:
        found = re.search(rb'name="csrf_token" value="([^"]+)"', self.page(QUESTION))
        if not found:
            raise RuntimeError("the question has no token")
        return found[1].decode()


@contextmanager
def _council(people: int) -> Iterator[Desk]:
    """A council of so many people in a folder of its own."""

    def fill() -> None:
        size.begin()
        size.people(people)

    with council(fill) as served:
        yield Desk(served)


def _coordinator() -> Person:
    roles = {Role.COORDINATOR, Role.STAFF}
    return operations.add_person("A Coordinator", "coordinator@council.example", roles, by=SYSTEM)
