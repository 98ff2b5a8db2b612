"""A page as somebody reads it: headings, errors, links, tables and forms."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

import html5lib

if TYPE_CHECKING:
    from tests.visitor import Visitor

INLINE = {"a", "abbr", "b", "br", "code", "em", "i", "label", "small", "span", "strong", "time"}
NOT_TYPED = ("button", "image", "reset", "submit")


def parse(html: str, *, strict: bool = False) -> Element:
    """The elements of a page; with `strict`, html5lib's ParseError for what is not valid."""
    builder = html5lib.getTreeBuilder("etree")
    parser = html5lib.HTMLParser(builder, strict=strict, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def text_of(element: Element | None) -> str:
    """The words in an element, with one space where a reader sees a gap."""
    return "" if element is None else " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "template"):
        return
    gap = "" if element.tag in INLINE else " "
    yield gap
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
    yield gap


def of_class(root: Element, name: str) -> list[Element]:
    """Every element that has a class, in the page's order."""
    return [one for one in root.iter() if name in one.get("class", "").split()]


class Page:
    """What an address answered. Its `submit`, `press`, `follow` and `visit` lead to the next."""

    def __init__(
        self,
        visitor: "Visitor",
        url: str,
        status: int,
        headers: Any,
        body: bytes,
        passed: tuple[str, ...] = (),
    ) -> None:
        self.visitor, self.url, self.status = visitor, url, status
        self.headers, self.body, self.passed = headers, body, passed
        self.is_html = headers.get("Content-Type", "").startswith("text/html")
        self.html = body.decode() if self.is_html else ""
        self.root = parse(self.html) if self.is_html else Element("html")

    def __repr__(self) -> str:
        return f"<Page {self.status} {self.url}: {self.h1}>"

    @property
    def path(self) -> str:
        """The address without its query."""
        return self.url.partition("?")[0]

    @property
    def main(self) -> Element:
        """The part between top bar and footer."""
        found = self.root.find(".//main")
        return self.root if found is None else found

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return text_of(self.root.find("head/title"))

    @property
    def h1(self) -> str:
        """The page's heading."""
        return text_of(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """Everything said between top bar and footer."""
        return text_of(self.main)

    @property
    def errors(self) -> list[str]:
        """The lines of the summary of errors."""
        summaries = of_class(self.root, "govuk-error-summary")
        return [text_of(line) for summary in summaries for line in summary.iter("li")]

    @property
    def flash(self) -> str:
        """What the banner says was done; empty without one."""
        return "\n".join(map(text_of, of_class(self.root, "govuk-notification-banner__heading")))

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its words; top bar and footer too."""
        anchors = self.root.iter("a")
        return {text_of(one): one.get("href", "") for one in anchors if one.get("href")}

    @property
    def facts(self) -> dict[str, str]:
        """The page's summary lists: each key with what stands beside it."""
        rows: dict[str, str] = {}
        for element in self.main.iter():
            if element.tag == "dt":
                key = text_of(element)
            elif element.tag == "dd" and key not in rows:
                rows[key] = text_of(element)
        return rows

    def table(self, caption: str) -> list[dict[str, str]]:
        """The rows of a table, each by its headings."""
        captions = {text_of(one.find("caption")): one for one in self.root.iter("table")}
        if caption not in captions:
            raise AssertionError(f"no table “{caption}” on {self!r}; there are {list(captions)}")
        heads = [text_of(cell) for cell in captions[caption].iterfind("thead/tr/*")]
        rows = captions[caption].iterfind("tbody/tr")
        return [dict(zip(heads, map(text_of, row), strict=False)) for row in rows]

    @property
    def buttons(self) -> list[str]:
        """The words on the buttons that send something, the top bar's left out."""
        return [name for form in self.forms for name in form.buttons]

    @property
    def forms(self) -> list["Form"]:
        """Every form between top bar and footer."""
        return [Form(one, self) for one in self.main.iter("form")]

    def form(self, button: str | None = None) -> "Form":
        """The form that has a button, or the only one that there is."""
        everywhere = [Form(one, self) for one in self.root.iter("form")]
        found = [one for one in everywhere if button in one.buttons] if button else self.forms
        if button is None and len(found) > 1:
            found = [one for one in found if one.method == "post"]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} such forms on {self!r}; buttons: {self.buttons}")
        return found[0]

    def submit(self, **fields: Any) -> "Page":
        """Fill in the page's form and send it; names that it lacks are a mistake."""
        return self.visitor.send(self.form(), self.form().filled(fields))

    def press(self, button: str, **fields: Any) -> "Page":
        """Fill in the form that has a button, and press it."""
        form = self.form(button)
        return self.visitor.send(form, form.filled(fields, button))

    def forge(self, button: str | None = None, **fields: Any) -> "Page":
        """Send the form with what a browser would never let anyone send."""
        form = self.form(button)
        sent = form.filled({}, button)
        return self.visitor.send(form, {**sent, **{name: [v] for name, v in fields.items()}})

    def follow(self, words: str) -> "Page":
        """Go where a link leads."""
        links = self.links
        near = [text for text in links if words in text]
        if words not in links and len(near) != 1:
            raise AssertionError(f"no one link “{words}” on {self!r}; there are {list(links)}")
        return self.visitor.visit(urljoin(self.url, links.get(words) or links[near[0]]))

    def visit(self, path: str) -> "Page":
        """Type another address."""
        return self.visitor.visit(path)


class Form:
    """A form, filled in as a browser lets people fill it in."""

    def __init__(self, element: Element, page: Page) -> None:
        self.element = element
        self.method = element.get("method", "get").lower()
        self.action = urljoin(page.url, element.get("action") or page.url)
        self.controls = [
            one
            for one in element.iter()
            if one.tag in ("input", "select", "textarea")
            and one.get("name")
            and one.get("type") not in NOT_TYPED
        ]
        own = [one for one in element.iter("button") if one.get("type", "submit") == "submit"]
        far = [one for one in page.root.iter("button") if one.get("form") == element.get("id", 0)]
        self.button_elements = [*own, *(one for one in far if one not in own)]
        self.labels = {
            one.get("for"): text_of(one) for one in page.root.iter("label") if one.get("for")
        }

    @property
    def buttons(self) -> list[str]:
        """The words on its buttons."""
        return [text_of(one) for one in self.button_elements]

    @property
    def fields(self) -> dict[str, Any]:
        """What is in each field before anybody types; a list where there may be many."""
        return {name: kept[0] if len(kept) == 1 else kept for name, kept in self.kept().items()}

    def kept(self) -> dict[str, list[Any]]:
        """What a browser sends when nothing is typed."""
        sent: dict[str, list[Any]] = {}
        for control in self.controls:
            if control.get("disabled") is None:
                sent.setdefault(control.get("name", ""), []).extend(_values(control))
        return sent

    def named(self, name: str) -> list[Element]:
        """The controls of one name."""
        return [one for one in self.controls if one.get("name") == name]

    def filled(self, fields: dict[str, Any], button: str | None = None) -> dict[str, list[Any]]:
        """What a browser sends once these fields are filled in and a button is pressed."""
        sent = self.kept()
        for name, value in fields.items():
            if isinstance(value, date) and self.named(f"{name}-day"):
                for part in ("day", "month", "year"):
                    sent[f"{name}-{part}"] = [str(getattr(value, part))]
            else:
                sent[name] = self._choose(name, value)
        pressed = [one for one in self.button_elements if button in (None, text_of(one))]
        if pressed and pressed[0].get("name"):
            sent[pressed[0].get("name", "")] = [pressed[0].get("value", "")]
        return sent

    def _choose(self, name: str, value: Any) -> list[Any]:
        controls = self.named(name)
        if not controls:
            names = sorted({one.get("name", "") for one in self.controls})
            raise AssertionError(f"the form has no field {name!r}; it has {names}")
        kind = controls[0].get("type") if controls[0].tag == "input" else controls[0].tag
        if kind == "file":
            return [value] if value else []
        wanted = list(value) if isinstance(value, list | set | tuple) else [value]
        if kind not in ("radio", "checkbox", "select"):
            return ["" if one is None else str(one) for one in wanted]
        if value in (None, False):
            return []
        offered = dict(self._offered(controls))
        if value is True and len(offered) == 1:
            return list(offered)
        by_label = {label: key for key, label in offered.items()}
        return [self._offer(name, str(one), offered, by_label) for one in wanted]

    def _offered(self, controls: list[Element]) -> Iterator[tuple[str, str]]:
        for control in controls:
            if control.tag == "select":
                for option in control.iter("option"):
                    yield option.get("value", text_of(option)), text_of(option)
            else:
                yield control.get("value", "on"), self.labels.get(control.get("id"), "")

    @staticmethod
    def _offer(name: str, wanted: str, offered: dict[str, str], by_label: dict[str, str]) -> str:
        if wanted not in offered and wanted not in by_label:
            raise AssertionError(f"{name!r} offers no {wanted!r}, only {offered}")
        return wanted if wanted in offered else by_label[wanted]


def _values(control: Element) -> list[str]:
    """What one control sends as it stands."""
    if control.tag == "textarea":
        return ["".join(control.itertext()).removeprefix("\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [one for one in options if one.get("selected") is not None]
        if not chosen and control.get("multiple") is None:
            chosen = options[:1]
        return [one.get("value", text_of(one)) for one in chosen]
    if control.get("type") in ("radio", "checkbox"):
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [] if control.get("type") == "file" else [control.get("value", "")]
