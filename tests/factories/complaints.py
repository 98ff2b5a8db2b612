"""Invented complaints."""

from typing import Any

from nolimits.complaints import operations
from nolimits.complaints.models import Complaint, ComplaintKind
from nolimits.kernel.actors import NOBODY
from tests.factories.made import Made


class ComplaintFactory(Made):
    """What somebody told us; with `person`, from their account."""

    class Meta:
        model = Complaint

    kind = ComplaintKind.DATA
    words = "My name was on a list"
    contact = "somebody@home.example"
    person = None

    @classmethod
    def _create(cls, model_class: type[Complaint], *args: Any, **given: Any) -> Complaint:
        person = given.pop("person")
        return operations.complain(**given, by=person or NOBODY)
