"""Who may do what: one table, to be read aloud line by line."""

from enum import StrEnum
from typing import Any

from nolimits.kernel.actors import Actor
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.kernel.rules import (
    Rule,
    administrator,
    anyone,
    board_reader,
    coordinator,
    coordinator_for_another,
    councillor,
    finance_officer,
    panel_member,
    panel_reader_of,
    reader_of_frozen,
    safeguarding_lead,
    safeguarding_lead_for_another,
    signed_in,
    staff,
    support_mentor,
    support_mentor_of,
    system,
    themself,
    volunteer_in,
    worker_of,
    young_person,
    young_person_in,
)


class Permission(StrEnum):
    """Everything that can be seen or done."""

    # people
    READ_PUBLIC_PAGE = "read_public_page"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    SEE_OWN_PAGES = "see_own_pages"
    END_SIGN_IN = "end_sign_in"
    SEE_PEOPLE = "see_people"
    SEE_PERSON = "see_person"
    ADD_PERSON = "add_person"
    GRANT_ROLE = "grant_role"
    SEE_DIRECTORATES = "see_directorates"
    NAME_CHAMPION = "name_champion"
    # strategy
    SEE_STRATEGY = "see_strategy"
    IMPORT_STRATEGY = "import_strategy"
    # funds
    SEE_FUNDS = "see_funds"
    SEE_LEDGER = "see_ledger"
    OPEN_FUND = "open_fund"
    POST_ENTRY = "post_entry"
    COMMIT_MONEY = "commit_money"
    # young people
    REFER_YOUNG_PERSON = "refer_young_person"
    SEE_YOUNG_PEOPLE = "see_young_people"
    SEE_YOUNG_PERSON = "see_young_person"
    SEE_YOUNG_PERSON_NAME = "see_young_person_name"
    CHANGE_YOUNG_PERSON = "change_young_person"
    RECORD_CONSENT = "record_consent"
    SUPPORT_YOUNG_PERSON = "support_young_person"
    SEE_MY_PAGES = "see_my_pages"
    # pledges
    MAKE_PLEDGE = "make_pledge"
    SEE_PLEDGES = "see_pledges"
    SEE_PLEDGE = "see_pledge"
    CHANGE_PLEDGE = "change_pledge"
    SET_UP_PLEDGE = "set_up_pledge"
    # training
    RUN_TRAINING = "run_training"
    BOOK_TRAINING = "book_training"
    SEE_OWN_TRAINING = "see_own_training"
    PUBLISH_HANDBOOK = "publish_handbook"
    READ_HANDBOOK = "read_handbook"
    # checks
    RECORD_CHECK = "record_check"
    ASK_REFERENCE = "ask_reference"
    ANSWER_REFERENCE = "answer_reference"
    SEE_REFERENCE = "see_reference"
    SEE_DBS_RECORD = "see_dbs_record"
    DECIDE_DBS = "decide_dbs"
    # volunteers
    APPLY_TO_VOLUNTEER = "apply_to_volunteer"
    SEE_VOLUNTEERS = "see_volunteers"
    SEE_VOLUNTEER = "see_volunteer"
    MEET_OWN_GATE = "meet_own_gate"
    ASSIGN_SUPPORT_MENTOR = "assign_support_mentor"
    CLEAR_VOLUNTEER = "clear_volunteer"
    PUT_ON_HOLD = "put_on_hold"
    STOP_VOLUNTEERING = "stop_volunteering"
    NOTICE_LAPSE = "notice_lapse"
    # giving
    SEE_CONTRIBUTIONS = "see_contributions"
    SEE_CONTRIBUTION = "see_contribution"
    IMPORT_BATCH = "import_batch"
    APPROVE_BATCH = "approve_batch"
    # matching
    SEE_MATCHES = "see_matches"
    SEE_MATCH = "see_match"
    PROPOSE_MATCH = "propose_match"
    ANSWER_AS_VOLUNTEER = "answer_as_volunteer"
    ANSWER_AS_YOUNG_PERSON = "answer_as_young_person"
    RECORD_YES = "record_yes"
    CONFIRM_MATCH = "confirm_match"
    RUN_MATCH = "run_match"
    HOLD_MATCH = "hold_match"
    END_MATCH = "end_match"
    # contacts
    LOG_CONTACT = "log_contact"
    SEE_CONTACTS = "see_contacts"
    MARK_CONTACT_SEEN = "mark_contact_seen"
    # grants
    SEE_PROGRAMMES = "see_programmes"
    RUN_PROGRAMME = "run_programme"
    APPLY_FOR_GRANT = "apply_for_grant"
    SEE_APPLICATIONS = "see_applications"
    SEE_APPLICATION = "see_application"
    CHANGE_OWN_APPLICATION = "change_own_application"
    CHECK_APPLICATION = "check_application"
    # panel
    SEE_PANEL = "see_panel"
    SEE_PACK = "see_pack"
    SCORE_APPLICATION = "score_application"
    DECLARE_CONFLICT = "declare_conflict"
    DECIDE_APPLICATION = "decide_application"
    # awards
    SEE_AWARDS = "see_awards"
    ANSWER_AWARD = "answer_award"
    APPROVE_PAYMENT = "approve_payment"
    PAY_AWARD = "pay_award"
    CANCEL_AWARD = "cancel_award"
    # campaigns
    SEE_CAMPAIGNS = "see_campaigns"
    RUN_CAMPAIGN = "run_campaign"
    SEE_GIFT_RECIPIENT = "see_gift_recipient"
    RESERVE_GIFT = "reserve_gift"
    KEEP_GIFT = "keep_gift"
    FUND_GIFT = "fund_gift"
    # reports
    SEE_TODAY = "see_today"
    SEE_TOTALS = "see_totals"
    SEE_FIGURE_RECORDS = "see_figure_records"
    SEE_SMALL_NUMBERS = "see_small_numbers"
    DRAFT_REPORT = "draft_report"
    REVIEW_REPORT = "review_report"
    SEE_REPORTS = "see_reports"
    SEE_REPORT = "see_report"
    SEE_DRAFT_REPORTS = "see_draft_reports"


REVIEWERS = [finance_officer, safeguarding_lead]

TABLE: dict[Permission, list[Rule]] = {  # any one rule on a line is enough
    Permission.READ_PUBLIC_PAGE: [anyone],
    Permission.SIGN_IN: [anyone],
    Permission.SIGN_OUT: [signed_in],
    Permission.SEE_OWN_PAGES: [signed_in],
    Permission.END_SIGN_IN: [themself],
    Permission.SEE_PEOPLE: [coordinator, administrator],
    Permission.SEE_PERSON: [coordinator, administrator, themself],
    Permission.ADD_PERSON: [administrator, system],
    Permission.GRANT_ROLE: [administrator, system],
    Permission.SEE_DIRECTORATES: [staff, councillor, coordinator, administrator],
    Permission.NAME_CHAMPION: [coordinator, administrator],
    # strategy
    Permission.SEE_STRATEGY: [signed_in],
    Permission.IMPORT_STRATEGY: [administrator, system],
    # funds
    Permission.SEE_FUNDS: [finance_officer, coordinator, board_reader],
    Permission.SEE_LEDGER: [finance_officer],
    Permission.OPEN_FUND: [finance_officer, system],
    Permission.POST_ENTRY: [finance_officer, system],
    Permission.COMMIT_MONEY: [finance_officer, coordinator, system],
    # young people
    Permission.REFER_YOUNG_PERSON: [coordinator, staff],
    Permission.SEE_YOUNG_PEOPLE: [coordinator, staff],
    Permission.SEE_YOUNG_PERSON: [coordinator, worker_of, themself],
    Permission.SEE_YOUNG_PERSON_NAME: [coordinator, worker_of, themself],
    Permission.CHANGE_YOUNG_PERSON: [coordinator, worker_of, themself, system],
    Permission.RECORD_CONSENT: [coordinator, worker_of, themself],
    Permission.SUPPORT_YOUNG_PERSON: [coordinator, worker_of],
    Permission.SEE_MY_PAGES: [young_person],
    # pledges
    Permission.MAKE_PLEDGE: [staff, councillor],
    Permission.SEE_PLEDGES: [coordinator],
    Permission.SEE_PLEDGE: [coordinator, themself],
    Permission.CHANGE_PLEDGE: [coordinator, themself, system],
    Permission.SET_UP_PLEDGE: [coordinator, finance_officer, system],
    # training
    Permission.RUN_TRAINING: [coordinator],
    Permission.BOOK_TRAINING: [coordinator, themself],
    Permission.SEE_OWN_TRAINING: [signed_in],
    Permission.PUBLISH_HANDBOOK: [coordinator],
    Permission.READ_HANDBOOK: [signed_in],
    # checks
    Permission.RECORD_CHECK: [coordinator_for_another],
    Permission.ASK_REFERENCE: [coordinator_for_another, themself],
    Permission.ANSWER_REFERENCE: [anyone],
    Permission.SEE_REFERENCE: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.SEE_DBS_RECORD: [coordinator, safeguarding_lead, themself],
    Permission.DECIDE_DBS: [coordinator_for_another, safeguarding_lead_for_another],
    # volunteers
    Permission.APPLY_TO_VOLUNTEER: [staff, councillor],
    Permission.SEE_VOLUNTEERS: [coordinator, safeguarding_lead, support_mentor],
    Permission.SEE_VOLUNTEER: [coordinator, safeguarding_lead, support_mentor_of, themself],
    Permission.MEET_OWN_GATE: [themself],
    Permission.ASSIGN_SUPPORT_MENTOR: [coordinator_for_another],
    Permission.CLEAR_VOLUNTEER: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.PUT_ON_HOLD: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.STOP_VOLUNTEERING: [coordinator, themself, system],
    Permission.NOTICE_LAPSE: [system],
    # giving
    Permission.SEE_CONTRIBUTIONS: [finance_officer],
    Permission.SEE_CONTRIBUTION: [finance_officer, themself],
    Permission.IMPORT_BATCH: [finance_officer],
    Permission.APPROVE_BATCH: [finance_officer],
    # matching
    Permission.SEE_MATCHES: [coordinator, safeguarding_lead],
    Permission.SEE_MATCH: [coordinator, safeguarding_lead, worker_of],
    Permission.PROPOSE_MATCH: [coordinator],
    Permission.ANSWER_AS_VOLUNTEER: [volunteer_in],
    Permission.ANSWER_AS_YOUNG_PERSON: [young_person_in, worker_of],
    Permission.RECORD_YES: [coordinator_for_another, worker_of],
    Permission.CONFIRM_MATCH: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.RUN_MATCH: [coordinator_for_another],
    Permission.HOLD_MATCH: [coordinator, safeguarding_lead],
    Permission.END_MATCH: [coordinator, worker_of, volunteer_in, young_person_in],
    # contacts
    Permission.LOG_CONTACT: [volunteer_in],
    Permission.SEE_CONTACTS: [coordinator, support_mentor],
    Permission.MARK_CONTACT_SEEN: [coordinator_for_another, support_mentor_of],
    # grants
    Permission.SEE_PROGRAMMES: [signed_in],
    Permission.RUN_PROGRAMME: [coordinator],
    Permission.APPLY_FOR_GRANT: [young_person],
    Permission.SEE_APPLICATIONS: [coordinator],
    Permission.SEE_APPLICATION: [coordinator, themself],
    Permission.CHANGE_OWN_APPLICATION: [themself],
    Permission.CHECK_APPLICATION: [coordinator],
    # panel
    Permission.SEE_PANEL: [panel_member],
    Permission.SEE_PACK: [panel_reader_of],
    Permission.SCORE_APPLICATION: [panel_reader_of],
    Permission.DECLARE_CONFLICT: [panel_reader_of],
    Permission.DECIDE_APPLICATION: [coordinator],
    # awards
    Permission.ANSWER_AWARD: [themself],
    Permission.SEE_AWARDS: [finance_officer, coordinator],
    Permission.APPROVE_PAYMENT: [finance_officer],
    Permission.PAY_AWARD: [finance_officer],
    Permission.CANCEL_AWARD: [coordinator, finance_officer],
    # campaigns
    Permission.SEE_CAMPAIGNS: [staff, councillor, coordinator, finance_officer, board_reader],
    Permission.RUN_CAMPAIGN: [coordinator],
    Permission.SEE_GIFT_RECIPIENT: [coordinator],
    Permission.RESERVE_GIFT: [staff, councillor],
    Permission.KEEP_GIFT: [themself, coordinator, finance_officer, system],
    Permission.FUND_GIFT: [finance_officer],
    # reports
    Permission.SEE_TODAY: [coordinator],
    Permission.SEE_TOTALS: [board_reader, coordinator, councillor, *REVIEWERS],
    Permission.SEE_FIGURE_RECORDS: [coordinator, finance_officer],
    Permission.SEE_SMALL_NUMBERS: [coordinator],
    Permission.DRAFT_REPORT: [coordinator],
    Permission.REVIEW_REPORT: REVIEWERS,
    Permission.SEE_REPORTS: [board_reader, coordinator, councillor, *REVIEWERS],
    Permission.SEE_REPORT: [coordinator, *REVIEWERS, reader_of_frozen],
    Permission.SEE_DRAFT_REPORTS: [coordinator, *REVIEWERS],
}


def can(by: Actor, permission: Permission, about: Any = None) -> bool:
    """Whether a line of the table admits the actor, to this record where one is given."""
    return any(rule.admits(by, about) for rule in TABLE[permission])


def require(by: Actor, permission: Permission, about: Any = None) -> None:
    """Go on only if the table admits the actor.

    Raises NotVisible for a record, since "you may not" tells that there is one; else NotAllowed.
    """
    if not can(by, permission, about):
        raise NotAllowed if about is None else NotVisible
