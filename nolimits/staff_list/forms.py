"""What an administrator says of a staff list."""

from collections.abc import Mapping, Sequence
from typing import Any

from nolimits.kernel import files
from nolimits.kernel.forms import FileField, Form, HiddenField, RadioField, Required, SelectField
from nolimits.people.models import Directorate
from nolimits.staff_list.models import Covers
from nolimits.staff_list.queries import AS_NEW, RENAMED, SAME_AS
from nolimits.staff_list.reading import LABELS, Field


class HandInForm(Form):
    """A file, and whom it names."""

    file = FileField(
        "The file",
        [Required("Choose the file")],
        description="CSV or a spreadsheet (XLSX), up to 10 MB and 20,000 lines, as the personnel "
        "system writes it.",
    )
    covers = RadioField(
        "Whom does it name?",
        [Required("Say whom it names")],
        choices=[
            (Covers.EVERYBODY.value, "Everybody who works here"),
            (Covers.SOME.value, "Only some people"),
        ],
        hints={
            Covers.EVERYBODY.value: "Whoever is missing from it has left, and their account closes",
            Covers.SOME.value: "Nobody's account closes for being missing from it",
        },
    )

    def sent(self) -> tuple[bytes, Covers]:
        """The file as it was handed in, and whom it names."""
        said: Any = self.data
        return files.spreadsheet(said["file"].read()), Covers(said["covers"])


class ColumnsForm(Form):
    """Which column of the file is which."""

    number = SelectField(LABELS[Field.NUMBER])
    name = SelectField(LABELS[Field.NAME])
    first = SelectField(LABELS[Field.FIRST])
    last = SelectField(LABELS[Field.LAST])
    email = SelectField(LABELS[Field.EMAIL])
    job_title = SelectField(LABELS[Field.JOB])
    directorate = SelectField(LABELS[Field.DIRECTORATE])
    team = SelectField(LABELS[Field.TEAM])
    leaving = SelectField(LABELS[Field.LEAVING])
    manager_email = SelectField(LABELS[Field.MANAGER])

    def __init__(self, headings: Sequence[str], chosen: Mapping[str, str]) -> None:
        super().__init__(data=dict(chosen))
        for one in Field:
            choices = [("", "Not in the file"), *((name, name) for name in headings)]
            self[one.value].choices = choices

    def said(self) -> dict[str, str]:
        """The heading of each field."""
        return {one.value: self[one.value].data or "" for one in Field}


def directorates_form(found: Sequence[Directorate], guessed: Mapping[str, str]) -> Form:
    """A question for each name that no directorate has."""
    same = [(SAME_AS + one.reference, f"Another name for {one.name}") for one in found]
    renamed = [(RENAMED + one.reference, f"The new name of {one.name}") for one in found]
    choices = [(AS_NEW, "A new directorate"), *same, *renamed]
    asked = {
        f"name_{place}": SelectField(name, [Required("Choose what it is")], choices=choices)
        for place, name in enumerate(guessed, 1)
    }
    made: Form = type("DirectoratesForm", (Form,), asked)(
        data={f"name_{place}": choice for place, choice in enumerate(guessed.values(), 1)}
    )
    return made


def chosen_of(form: Form) -> dict[str, str]:
    """What was said of each name."""
    asked = [one for one in form if one.name.startswith("name_")]
    return {one.label.text: one.data for one in asked}


class SeenForm(Form):
    """Which plan somebody has looked at before they press."""

    seen = HiddenField()
