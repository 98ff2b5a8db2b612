"""A page as somebody reads it: headings, errors, links, tables and forms."""

from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from tests.form import Form
from tests.markup import of_class, parse, text_of

if TYPE_CHECKING:
    from tests.visitor import Visitor


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

    def __repr__(self) -> str:
        return f"<Page {self.status} {self.url}: {self.h1}>"

    @cached_property
    def _parsed(self) -> tuple[Element, list[str]]:
        return parse(self.html) if self.is_html else (Element("html"), [])

    @property
    def root(self) -> Element:
        """All its elements."""
        return self._parsed[0]

    @property
    def invalid(self) -> list[str]:
        """What is not valid HTML."""
        return self._parsed[1]

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
    def forms(self) -> list[Form]:
        """Every form between top bar and footer."""
        return [Form(one, self.url, self.root) for one in self.main.iter("form")]

    def form(self, button: str | None = None) -> Form:
        """The form that has a button, or the only one that there is."""
        everywhere = [Form(one, self.url, self.root) for one in self.root.iter("form")]
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
