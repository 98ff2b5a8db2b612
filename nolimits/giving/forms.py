"""What finance types about money that arrives."""

from typing import Any

from nolimits.funds.models import Fund
from nolimits.giving.arrivals import Arrival
from nolimits.giving.files import WrongFile
from nolimits.giving.models import BatchKind
from nolimits.kernel import files
from nolimits.kernel.errors import Refused
from nolimits.kernel.forms import (
    DateField,
    FileField,
    Form,
    HiddenField,
    IntegerField,
    MoneyField,
    RadioField,
    Required,
    SelectField,
    StringField,
    at_most,
    whole_number,
)
from nolimits.kernel.tables import RowError

MOST_LINES = 1_000_000
KINDS = [
    (BatchKind.PAYROLL.value, "The result of a payroll"),
    (BatchKind.BANK.value, "Lines of a bank statement"),
]


class ImportForm(Form):
    """A file, and what its sender says is in it."""

    kind = RadioField("What is in the file?", [Required("Choose what is in it")], choices=KINDS)
    fund = SelectField("Which fund is the money for?", [Required("Choose a fund")])
    received_on = DateField(
        "What was the payday, or the day of the statement?",
        [Required("Enter the day")],
        description="For example, 27 3 2026",
    )
    control_count = IntegerField(
        "How many lines were you told?",
        [
            Required("Enter the number of lines, as you were told it"),
            whole_number("Enter a whole number of lines", 1, MOST_LINES),
        ],
        description="From the cover note or mail of whoever sent it, not from the file.",
    )
    control_pence = MoneyField(
        "What total were you told?",
        [Required("Enter the total, as you were told it")],
        description="Both must agree with the file, so that nothing is lost on the way.",
    )
    file = FileField(
        "The file",
        [Required("Choose the file")],
        description="CSV or a spreadsheet (XLSX), up to 10 MB and 20,000 lines.",
    )

    def __init__(self, funds: list[Fund]) -> None:
        super().__init__()
        self.funds = {fund.reference: fund for fund in funds}
        named = [(key, fund.name) for key, fund in self.funds.items()]
        self.fund.choices = named if len(named) == 1 else [("", "Choose a fund"), *named]
        self.line_errors: list[RowError] = []

    def refuse(self, refusal: Refused) -> None:
        """Show what is wrong in each line too."""
        super().refuse(refusal)
        if isinstance(refusal, WrongFile):
            self.line_errors = list(refusal.errors)

    def arrival(self) -> Arrival:
        """The file as it was handed in."""
        sent: Any = self.data
        return Arrival(
            kind=BatchKind(sent["kind"]),
            fund=self.funds[sent["fund"]],
            received_on=sent["received_on"],
            file_name=sent["file"].filename,
            content=files.spreadsheet(sent["file"].read()),
            control_pence=sent["control_pence"],
            control_count=sent["control_count"],
        )


class RejectForm(Form):
    """Why a batch is turned away."""

    reason = StringField(
        "What is wrong with it?",
        [Required("Say what is wrong, so that it can be put right"), at_most(200, "The reason")],
        description="Whoever imported it reads this. Name nobody.",
    )


class RemitForm(Form):
    """When payroll handed over what it took."""

    remitted_on = DateField(
        "On which day did it reach the bank?",
        [Required("Enter the day")],
        description="For example, 27 3 2026",
    )


class IdentifyForm(Form):
    """Whose an unknown line is; the pledge is asked about once more before it is taken."""

    words = StringField(
        "Whose is it?",
        [Required("Enter a pledge reference, an employee number or an email address")],
        description="A pledge reference like P-7K2QWM4D, an employee number or an email address.",
    )
    pledge = HiddenField()

    def means(self, reference: str) -> bool:
        """Whether the person has seen this pledge, and said yes to it."""
        seen: Any = self.pledge.data
        return bool(seen == reference)
