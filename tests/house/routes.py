"""Every address of the live application, with what guards it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from flask import Flask

import nolimits
from nolimits.config import Settings
from nolimits.kernel.permissions import TABLE, Permission
from nolimits.kernel.rules import Rule
from tests.house import records_of_data, records_of_partners  # noqa: F401  # their makers
from tests.house.arguments import ARGUMENTS

ABSENT = "X-22222222"


@dataclass(frozen=True)
class Route:
    """One address and the way it is asked."""

    endpoint: str
    path: str
    method: str
    arguments: tuple[str, ...]
    view: Any

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def permission(self) -> Permission:
        """What it takes to be let in."""
        permission: Permission = self.view.permission
        return permission

    @property
    def rules(self) -> list[Rule]:
        """The line of the table."""
        return TABLE[self.permission]

    @property
    def about(self) -> type[Any] | None:
        """The model whose record the guard looks at."""
        return getattr(self.view, "about", None)

    @property
    def public(self) -> bool:
        """Whether nobody need sign in."""
        return any(rule.public for rule in self.rules)

    def values(self, key: str) -> dict[str, str]:
        """What fills its arguments; KeyError where nothing was said of one."""
        others = (name for name in self.arguments if name != "key")
        said = {
            name: ARGUMENTS.get(f"{self.endpoint}.{name}") or ARGUMENTS[name] for name in others
        }
        return {**said, "key": key} if "key" in self.arguments else said


@cache
def _application() -> Flask:
    """An application whose map is read, and never asked anything."""
    return nolimits.create_app(Settings(database_url="sqlite://", secret_key="for its map only"))


def routes() -> list[Route]:
    """Every route but that of static files; one for each method that reads or writes."""
    app = _application()
    return [
        Route(rule.endpoint, rule.rule, method, tuple(rule.arguments), view)
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static"
        for view in [app.view_functions[rule.endpoint]]
        for method in sorted(rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"})
    ]
