"""Pages that say what will happen and to whom, ask what has to be known, and do one operation."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request
from flask.typing import ResponseReturnValue

from nolimits.kernel.errors import Refused
from nolimits.kernel.forms import Form, HiddenField
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission

Said = str | Callable[[Any], str]


class SeenForm(Form):
    """A form that carries a print of what its page says, so that nobody agrees to what is new."""

    seen = HiddenField()


@dataclass(frozen=True)
class Act:
    """One page with one button.

    `path` ends with the record's <key> somewhere in it. `run(record, form, by=)` calls the
    operation. `shut(record)` says why there is nothing to do just now: then the page has no button.
    `after(record)` is the address to go on to, with `done` said there. `title` and `text` are
    words, or make them from the record. `fit(form, record)` takes out of the form what is no
    choice for this record. `seen(record)` is a print of what the page says, for acts that must not
    be done by whoever read something else; the form is a SeenForm then.
    """

    name: str
    path: str
    on: type[Any]
    permission: Permission
    title: Said
    text: Said
    button: str
    done: str
    run: Callable[..., Any]
    after: Callable[[Any], str]
    form: type[Form] = Form
    fit: Callable[[Any, Any], None] | None = None
    back: Callable[[Any], str] | None = None
    variant: str = "primary"
    page: str = "layouts/act.html"
    shut: Callable[[Any], str] = lambda record: ""
    seen: Callable[[Any], str] | None = None


def add_act(bp: Blueprint, act: Act) -> None:
    """Give a room the page of an act; its endpoint is the act's name."""

    def view(record: Any) -> ResponseReturnValue:
        form, why = act.form(), act.shut(record) if request.method == "GET" else ""
        if act.fit:
            act.fit(form, record)
        if form.validate_on_submit():
            with form.refusals():
                act.run(record, form, by=current_person())
                if act.done:
                    flash(act.done)
                return redirect(act.after(record), 303)
        if act.seen:
            form.seen.data = act.seen(record)
        return render(
            act.page,
            form=None if why else form,
            act=act,
            record=record,
            heading=_said(act.title, record),
            text=why or _said(act.text, record),
            back_href=(act.back or act.after)(record),
        )

    guarded = requires(act.permission, on=act.on)(view)
    bp.add_url_rule(act.path, act.name, guarded, methods=["GET", "POST"])


@contextmanager
def saying(done: str) -> Iterator[None]:
    """Do what one button does; say that it is done, or why it is not."""
    try:
        yield
    except Refused as refusal:
        flash(refusal.message, "error")
    else:
        flash(done)


def _said(words: Said, record: Any) -> str:
    return words if isinstance(words, str) else words(record)
