"""A form of a page, filled in as a browser lets people fill it in."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urljoin
from xml.etree.ElementTree import Element

from tests.markup import NOT_TYPED, text_of


class Form:
    """A form, filled in as a browser lets people fill it in."""

    def __init__(self, element: Element, url: str, root: Element) -> None:
        self.element = element
        self.method = element.get("method", "get").lower()
        self.action = urljoin(url, element.get("action") or url)
        self.controls = [
            one
            for one in element.iter()
            if one.tag in ("input", "select", "textarea")
            and one.get("name")
            and one.get("type") not in NOT_TYPED
        ]
        own = [one for one in element.iter("button") if one.get("type", "submit") == "submit"]
        far = [one for one in root.iter("button") if one.get("form") == element.get("id", 0)]
        self.button_elements = [*own, *(one for one in far if one not in own)]
        self.labels = {one.get("for"): text_of(one) for one in root.iter("label") if one.get("for")}

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
