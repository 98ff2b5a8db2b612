"""HTML as elements, and the words in them."""

from xml.etree.ElementTree import Element

import html5lib

INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "label", "small", "span", "strong", "time"}
NOT_TYPED = ("button", "image", "reset", "submit")


def parse(html: str) -> tuple[Element, list[str]]:
    """The elements of a page, and what is not valid HTML in it."""
    builder = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(builder, namespaceHTMLElements=False)
    root = parser.parse(html)
    lines = html.splitlines()
    faults = [
        f"{html5lib.constants.E[code] % values}: {lines[min(line, len(lines)) - 1][:120]}"
        for (line, _), code, values in parser.errors
    ]
    return root, faults


def text_of(element: Element | None) -> str:
    """The words in an element, with one space where a reader sees a gap."""
    said: list[str] = []
    if element is not None:
        _say(element, said)
    return " ".join("".join(said).split())


def _say(element: Element, said: list[str]) -> None:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "template"):
        return
    gap = "" if element.tag in INLINE else " "
    said += (gap, element.text or "")
    for child in element:
        _say(child, said)
        said.append(child.tail or "")
    said.append(gap)


def of_class(root: Element, name: str) -> list[Element]:
    """Every element that has a class, in the page's order."""
    return [one for one in root.iter() if name in one.get("class", "").split()]
