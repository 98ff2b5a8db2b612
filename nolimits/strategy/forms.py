"""The question which action something serves, for the forms of the rooms above."""

from typing import Any

from wtforms.fields.choices import SelectChoice

from nolimits.kernel.forms import Required, SelectField, optional
from nolimits.strategy import queries

NONE_CHOSEN = "Choose an action"
NOT_SAID = "No one action"


def action_field(
    label: str = "Which action of the strategy does this serve?",
    *,
    needed: bool = False,
    message: str = "Choose an action of the strategy",
    **more: Any,
) -> SelectField:
    """A list of the council's own actions, by priority; its data is an action's reference, or "".

    `Action.by_key(form.action.data)` is the action.
    """
    first = SelectChoice("", NONE_CHOSEN if needed else NOT_SAID)

    def choices() -> list[SelectChoice]:
        return [first] + [
            SelectChoice(reference, words, optgroup=group)
            for group, actions in queries.action_choices()
            for reference, words in actions
        ]

    rule = Required(message) if needed else optional()
    return SelectField(label, [rule], choices=choices, invalid_choice_message=message, **more)
