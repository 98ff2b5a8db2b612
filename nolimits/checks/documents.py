"""Which original documents show who somebody is (R-DBS-19)."""

from enum import StrEnum


class Document(StrEnum):
    """A kind of original document: the kind is kept, never an image of it (R-DBS-19)."""

    PASSPORT = "passport"
    DRIVING_LICENCE = "driving_licence"
    BIRTH_CERTIFICATE = "birth_certificate"
    RESIDENCE_PERMIT = "residence_permit"
    COUNCIL_TAX_BILL = "council_tax_bill"
    BANK_STATEMENT = "bank_statement"
    UTILITY_BILL = "utility_bill"


EVIDENCE: dict[Document, frozenset[str]] = {
    Document.PASSPORT: frozenset({"name", "date of birth"}),
    Document.DRIVING_LICENCE: frozenset({"name", "date of birth", "address"}),
    Document.BIRTH_CERTIFICATE: frozenset({"name", "date of birth"}),
    Document.RESIDENCE_PERMIT: frozenset({"name", "date of birth"}),
    Document.COUNCIL_TAX_BILL: frozenset({"name", "address"}),
    Document.BANK_STATEMENT: frozenset({"name", "address"}),
    Document.UTILITY_BILL: frozenset({"name", "address"}),
}
