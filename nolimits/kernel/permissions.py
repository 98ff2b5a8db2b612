"""Who may do what: one table, to be read aloud line by line."""

from typing import Any

from nolimits.kernel.actors import Actor
from nolimits.kernel.errors import NotAllowed, NotVisible
from nolimits.kernel.permission_names import Permission
from nolimits.kernel.rules import (
    Rule,
    administrator,
    administrator_for_another,
    adult,
    anyone,
    board_reader,
    broke_glass_for,
    champion_of,
    coordinator,
    coordinator_for_another,
    coordinator_of,
    coordinator_of_another,
    councillor,
    data_protection_officer,
    data_protection_officer_for_another,
    finance_officer,
    keeps_apart,
    officer_of_item,
    panel_member,
    panel_reader_of,
    reader_of_frozen,
    referrer_of,
    safeguarding_lead,
    safeguarding_lead_apart,
    safeguarding_lead_for_another,
    second_reader_of,
    signed_in,
    staff,
    support_mentor,
    support_mentor_of,
    system,
    themself,
    trainer_of,
    volunteer,
    volunteer_in,
    worker_of,
    young_person,
    young_person_in,
)

__all__ = ["TABLE", "Permission", "can", "require"]
REVIEWERS = [finance_officer, safeguarding_lead]
TABLE: dict[Permission, list[Rule]] = {  # any one rule on a line is enough
    # kernel
    Permission.EXPORT_LIST: [coordinator, finance_officer],
    # people
    Permission.READ_PUBLIC_PAGE: [anyone],
    Permission.SEE_OWN_PAGES: [signed_in],
    Permission.SEE_OWN_GIVING: [adult],
    Permission.SEE_PEOPLE: [coordinator, administrator],
    Permission.SEE_PERSON: [coordinator, administrator, themself],
    Permission.ADD_PERSON: [administrator, system],
    Permission.GRANT_ROLE: [administrator, system],
    Permission.END_ROLE: [administrator, safeguarding_lead, system],
    Permission.CHANGE_ACCOUNT: [administrator_for_another, system],
    Permission.SEE_YOUNG_ACCOUNTS: [coordinator, themself],
    Permission.SEE_DIRECTORATES: [staff, councillor, coordinator, administrator],
    Permission.NAME_CHAMPION: [coordinator, administrator],
    # staff list
    Permission.IMPORT_STAFF_LIST: [administrator],
    Permission.APPLY_STAFF_LIST: [administrator],
    Permission.PUT_AWAY_STAFF_LIST: [administrator, system],
    # sign in
    Permission.SIGN_IN: [anyone],
    Permission.SIGN_OUT: [signed_in],
    Permission.STAY_SIGNED_IN: [signed_in],
    Permission.END_SIGN_IN: [themself],
    Permission.END_OTHER_SIGN_INS: [signed_in],
    # second factors
    Permission.CHANGE_FACTORS: [signed_in],
    Permission.REMOVE_PASSKEY: [themself],
    # proving
    Permission.PROVE_IDENTITY: [signed_in],
    Permission.RESET_FACTORS: [administrator_for_another, system],
    Permission.REVIEW_ROLES: [administrator, safeguarding_lead],
    # strategy
    Permission.SEE_STRATEGY: [signed_in],
    Permission.IMPORT_STRATEGY: [administrator, system],
    # funds
    Permission.SEE_FUNDS: [finance_officer, coordinator],
    Permission.SEE_LEDGER: [finance_officer],
    Permission.OPEN_FUND: [finance_officer, system],
    Permission.POST_ENTRY: [finance_officer, system],
    Permission.COMMIT_MONEY: [finance_officer, coordinator, system],
    # young people
    Permission.REFER_YOUNG_PERSON: [coordinator, staff],
    Permission.NAME_WORKER: [coordinator],
    Permission.ACCEPT_WORKER: [coordinator_of],
    Permission.SEE_OWN_REFERRAL: [coordinator_of, referrer_of],
    Permission.SEE_YOUNG_PEOPLE: [coordinator, staff],
    Permission.SEE_YOUNG_PERSON: [coordinator_of, worker_of, broke_glass_for],
    Permission.SEE_YOUNG_PERSON_NAME: [coordinator_of, worker_of, broke_glass_for],
    Permission.CHANGE_YOUNG_PERSON: [coordinator_of, worker_of, themself, system],
    Permission.RECORD_CONSENT: [coordinator_of, worker_of, themself],
    Permission.SUPPORT_YOUNG_PERSON: [coordinator_of, worker_of],
    Permission.CLOSE_YOUNG_PAGE: [coordinator_of, worker_of, safeguarding_lead],
    Permission.SEE_MY_PAGES: [young_person],
    # backgrounds
    Permission.TELL_OF_ONESELF: [volunteer],
    Permission.SEE_BACKGROUND: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.SEE_DISCLOSURE: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.DECIDE_DISCLOSURE: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.APPROVE_OVERSEAS: [coordinator_for_another, safeguarding_lead_for_another],
    # pledges
    Permission.MAKE_PLEDGE: [staff, councillor],
    Permission.SEE_PLEDGES: [coordinator],
    Permission.SEE_PLEDGE: [coordinator, themself],
    Permission.CHANGE_PLEDGE: [coordinator, themself, system],
    Permission.SET_UP_PLEDGE: [coordinator, finance_officer, system],
    # handbook
    Permission.PUBLISH_HANDBOOK: [coordinator],
    Permission.READ_HANDBOOK: [adult],
    # training
    Permission.RUN_TRAINING: [coordinator],
    Permission.TAKE_REGISTER: [coordinator, trainer_of],
    Permission.BOOK_TRAINING: [coordinator, themself, system],
    Permission.SEE_OWN_TRAINING: [adult],
    # checks
    Permission.RECORD_CHECK: [coordinator_for_another],
    Permission.ASK_REFERENCE: [coordinator_for_another, themself],
    Permission.ANSWER_REFERENCE: [anyone],
    Permission.CHASE_REFERENCES: [system],
    Permission.SEE_REFERENCE: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.SEE_DBS_RECORD: [coordinator, safeguarding_lead, themself],
    Permission.DECIDE_DBS: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.SEE_ROLE_VERSIONS: [coordinator, safeguarding_lead],
    Permission.PROPOSE_ROLE_VERSION: [coordinator],
    Permission.APPROVE_ROLE_VERSION: [coordinator_for_another, safeguarding_lead_for_another],
    # asks
    Permission.ANSWER_ASK: [staff, councillor],
    Permission.SEE_ASKS: [coordinator, board_reader, councillor],
    Permission.SEE_ANSWERS: [coordinator],
    Permission.SEE_SERVICE_ASKS: [staff, councillor, coordinator, administrator, board_reader],
    Permission.ANSWER_FOR_SERVICE: [champion_of],
    # safeguarding
    Permission.RAISE_CONCERN: [signed_in, system],
    Permission.ADD_TO_CONCERN: [themself],
    Permission.SEE_CONCERNS: [safeguarding_lead],
    Permission.SEE_CONCERN: [safeguarding_lead_apart],
    Permission.HANDLE_CONCERN: [safeguarding_lead_apart],
    Permission.NOTICE_OVERDUE: [system],
    # reads
    Permission.BREAK_GLASS: [coordinator, safeguarding_lead, staff],
    Permission.SEE_GLASS: [safeguarding_lead, worker_of, themself],
    Permission.CLOSE_GLASS: [themself],
    Permission.REVIEW_LOOKS: [safeguarding_lead],
    Permission.REMIND_OF_LOOKS: [system],
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
    Permission.SEE_MATCH: [coordinator_of, safeguarding_lead, worker_of],
    Permission.PROPOSE_MATCH: [coordinator],
    Permission.ANSWER_AS_VOLUNTEER: [volunteer_in],
    Permission.ANSWER_AS_YOUNG_PERSON: [young_person_in, worker_of],
    Permission.RECORD_YES: [coordinator_for_another, worker_of],
    Permission.CONFIRM_MATCH: [coordinator_for_another, safeguarding_lead_for_another],
    Permission.RUN_MATCH: [coordinator_for_another],
    Permission.HOLD_MATCH: [coordinator, safeguarding_lead],
    Permission.END_MATCH: [coordinator, worker_of],
    # activities
    Permission.OFFER_ALONG: [staff, councillor],
    Permission.SEE_OFFERS: [coordinator],
    Permission.SEE_OFFER: [coordinator, themself],
    Permission.CHANGE_OFFER: [themself],
    Permission.CHECK_OFFER: [coordinator_for_another],
    Permission.PUBLISH_OFFER: [coordinator, themself],
    Permission.CANCEL_OFFER: [coordinator, themself],
    Permission.CLOSE_OFFER: [system],
    Permission.ANSWER_OFFER: [worker_of, themself],
    Permission.ALLOW_PLACE: [coordinator_of, worker_of],
    Permission.MARK_PLACE: [coordinator_of, volunteer_in],
    Permission.KEEP_CALENDAR: [signed_in],
    Permission.READ_CALENDAR: [anyone],
    # services
    Permission.SEE_SERVICES: [coordinator],
    Permission.RUN_SERVICES: [coordinator],
    Permission.HAND_OUT: [coordinator_of],
    # contacts
    Permission.LOG_CONTACT: [volunteer_in],
    Permission.SEE_CONTACTS: [coordinator, support_mentor],
    Permission.MARK_CONTACT_SEEN: [coordinator_of_another, support_mentor_of],
    Permission.TAKE_WORDS_OUT: [coordinator_of_another],
    # grants
    Permission.SEE_PROGRAMMES: [signed_in],
    Permission.RUN_PROGRAMME: [coordinator],
    Permission.APPLY_FOR_GRANT: [young_person],
    Permission.SEE_APPLICATIONS: [coordinator],
    Permission.SEE_APPLICATION: [coordinator, themself],
    Permission.CHANGE_OWN_APPLICATION: [themself],
    Permission.CHECK_APPLICATION: [coordinator],
    # photos
    Permission.KEEP_OWN_PHOTO: [volunteer],
    Permission.TAKE_PHOTO_DOWN: [themself, system],
    Permission.LOOK_AT_PHOTO: [coordinator_for_another, safeguarding_lead_for_another],
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
    # retention
    Permission.SEE_RETENTION: [coordinator, safeguarding_lead, administrator],
    Permission.SET_PERIOD: [administrator, system],
    Permission.HOLD_BACK: [coordinator, safeguarding_lead, administrator],
    Permission.TAKE_CASE_RECORD: [coordinator, safeguarding_lead],
    Permission.PROPOSE_REMOVAL: [coordinator],
    Permission.AGREE_REMOVAL: [coordinator, safeguarding_lead, administrator],
    Permission.CARRY_OUT_REMOVAL: [system],
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
    # privacy
    Permission.ASK_ABOUT_OWN_DATA: [signed_in],
    Permission.SEE_OWN_REQUEST: [themself],
    Permission.FETCH_OWN_COPY: [themself],
    Permission.WITHDRAW_DATA_REQUEST: [themself, data_protection_officer_for_another],
    Permission.SEE_DATA_REQUESTS: [data_protection_officer, safeguarding_lead],
    Permission.SEE_DATA_REQUEST: [data_protection_officer_for_another, second_reader_of],
    Permission.RECORD_DATA_REQUEST: [data_protection_officer],
    Permission.ANSWER_DATA_REQUEST: [data_protection_officer_for_another],
    Permission.DECIDE_COPY_ITEM: [officer_of_item, second_reader_of],
    Permission.READ_COPY_SECOND: [second_reader_of],
    Permission.EMPTY_COPIES: [system],
    # complaints
    Permission.COMPLAIN: [anyone],
    Permission.SEE_COMPLAINTS: [data_protection_officer],
    Permission.ANSWER_COMPLAINT: [data_protection_officer_for_another],
}

LOOKS = {
    Permission.RECORD_CHECK,
    Permission.ASK_REFERENCE,
    Permission.SEE_DBS_RECORD,
    Permission.DECIDE_DBS,
    Permission.SEE_BACKGROUND,
    Permission.SEE_DISCLOSURE,
    Permission.DECIDE_DISCLOSURE,
    Permission.APPROVE_OVERSEAS,
}
"""Their pages show of a person what few may see: each look is written down (`kernel.reads`)."""


def can(by: Actor, permission: Permission, about: Any = None) -> bool:
    """Whether a line of the table admits the actor, to this record where one is given.

    None does to a record of a young person from whom the actor is kept apart.
    """
    if keeps_apart(by, about):
        return False
    return any(rule.admits(by, about) for rule in TABLE[permission])


def require(by: Actor, permission: Permission, about: Any = None) -> None:
    """Go on only if the table admits the actor.

    Raises NotVisible for a record, since "you may not" tells that there is one; else NotAllowed.
    """
    if not can(by, permission, about):
        raise NotAllowed if about is None else NotVisible
