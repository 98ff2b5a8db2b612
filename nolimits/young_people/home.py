"""The big pictures of a young person's front page. Rooms above this one add theirs.

    from nolimits.young_people.home import Tile, add_tile

    add_tile(Tile("My applications", "list", "grants.my_applications", "See how they go", order=30))

A tile leads to an endpoint that needs no values and that Role.YOUNG_PERSON may open; its icon is
a name of templates/components/icon.html. `text` may be words, or a function that makes them for
the person who looks ("The panel meets on 4 March"). With asking=True it stands on the page of
things to ask for instead of the front page.
"""

from collections.abc import Callable
from dataclasses import dataclass

from nolimits.kernel.actors import Actor


@dataclass(frozen=True)
class Tile:
    """One big picture to press."""

    title: str
    icon: str
    endpoint: str
    text: str | Callable[[Actor], str] = ""
    order: int = 50
    asking: bool = False

    def said_to(self, person: Actor) -> str:
        """Its words for whoever looks."""
        return self.text if isinstance(self.text, str) else self.text(person)


TILES: list[Tile] = []


def add_tile(tile: Tile) -> None:
    """Offer a page on every young person's front page."""
    TILES.append(tile)
    TILES.sort(key=lambda one: one.order)


def tiles(*, asking: bool = False) -> list[Tile]:
    """The tiles of the front page, or those of the page of things to ask for."""
    return [tile for tile in TILES if tile.asking is asking]
