"""The words of expenses: what is done here, where claims stand, what money is spent on."""

from enum import StrEnum


class Event(StrEnum):
    """What is done here."""

    BEGUN = "expense_claim_begun"
    LINE_ADDED = "expense_line_added"
    LINE_REMOVED = "expense_line_removed"
    THROWN_AWAY = "expense_claim_thrown_away"
    SUBMITTED = "expense_claim_submitted"
    QUERIED = "expense_claim_queried"
    APPROVED = "expense_claim_approved"
    REJECTED = "expense_claim_rejected"
    SENT_TO_FINANCE = "expense_claim_sent_to_finance"
    PAID = "expense_claim_paid"
    PAYMENT_REVERSED = "expense_payment_reversed"
    FILE_MADE = "expense_file_made"
    LIMIT_AGREED = "expense_limit_agreed"
    RATE_SET = "mileage_rate_set"
    ASKED_FIRST = "pre_approval_asked"
    ASK_AGREED = "pre_approval_agreed"
    ASK_REFUSED = "pre_approval_refused"
    OTHER_MILES_TOLD = "other_miles_told"


class About(StrEnum):
    """What somebody spends on as a volunteer."""

    MATCH = "match"
    ACTIVITIES = "activities"
    TRAINING = "training"


class ExpenseState(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    APPROVED = "approved"
    SENT_TO_FINANCE = "sent_to_finance"
    PAID = "paid"
    REJECTED = "rejected"


S = ExpenseState
WITH_CLAIMANT = (S.DRAFT, S.QUERIED)
WITH_FINANCE = (S.APPROVED, S.SENT_TO_FINANCE, S.PAID)
COUNTED = (S.SUBMITTED, S.QUERIED, *WITH_FINANCE)
"""The states of claims whose costs and miles count towards limits."""


class ExpenseKind(StrEnum):
    """What money was spent on, or how somebody travelled."""

    FARE = "fare"
    PARKING = "parking"
    TICKETS = "tickets"
    FOOD = "food"
    MATERIALS = "materials"
    OTHER = "other"
    CAR = "car"
    PASSENGER = "passenger"


class Vehicle(StrEnum):
    """What a mileage rate is for."""

    CAR = "car"
    PASSENGER = "passenger"


class AskState(StrEnum):
    """Where it stands that somebody asked before spending."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
