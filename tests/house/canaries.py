"""Words that nobody else would write, put into records, to be looked for where they must not be."""

import re
from datetime import date
from typing import Any

from nolimits.activities import operations as activities
from nolimits.activities.models import OfferState
from nolimits.awards.models import AwardState
from nolimits.backgrounds import operations as backgrounds
from nolimits.backgrounds.abroad import Address
from nolimits.checks.queries import references
from nolimits.complaints import operations as complaints
from nolimits.complaints.models import ComplaintKind
from nolimits.grants import operations as grants
from nolimits.kernel import clock, drafts
from nolimits.kernel.actors import SYSTEM, Role
from nolimits.kernel.dictionary import everything
from nolimits.panel.models import Outcome
from nolimits.people import operations as roles
from nolimits.people.models import Person
from nolimits.pledges import operations as pledges
from nolimits.pledges.models import Route
from nolimits.privacy import copying
from nolimits.privacy import operations as privacy
from nolimits.privacy.kinds import Ground, ItemDecision, RequestKind, StopReason, WithheldBecause
from nolimits.privacy.kinds import Outcome as Answer
from nolimits.proving import operations as proving
from nolimits.retention import operations as retention
from nolimits.safeguarding import handling
from nolimits.safeguarding import operations as safeguarding
from nolimits.safeguarding.kinds import Harm, Level, Recipient
from nolimits.training import kinds
from nolimits.training import operations as training
from nolimits.volunteers import operations as volunteers
from nolimits.volunteers.models import Volunteer
from nolimits.young_people import operations as young_people
from nolimits.young_people.models import YoungPerson
from tests.factories import partners, people
from tests.factories.activities import OfferFactory, PlaceFactory
from tests.factories.awards import AwardFactory
from tests.factories.backgrounds import tell_background
from tests.factories.checks import GOOD, answer, interview
from tests.factories.complaints import ComplaintFactory
from tests.factories.contacts import ContactFactory
from tests.factories.giving import import_bank, import_payroll
from tests.factories.grants import ANSWERS, RoundFactory, decided, on_panel, own_words, scored
from tests.factories.matching import MatchFactory, ready_volunteer
from tests.factories.pledges import TimePledgeFactory
from tests.factories.privacy import DataRequestFactory
from tests.factories.reads import broken_glass
from tests.factories.safeguarding import ConcernFactory
from tests.factories.second_factors import with_app
from tests.factories.support_mentors import CatchUpFactory
from tests.factories.training import TrainingDayFactory, asked_manager, manager_says
from tests.factories.volunteers import VolunteerFactory, volunteer_of
from tests.factories.young_people import AreaFactory, YoungPersonFactory, signed_in_young_person
from tests.house import canaries_of_expenses

SORT_CODE, PLACE = "608371", "Quillbeckhollow"
WORDS = {
    **canaries_of_expenses.WORDS,
    "young_person_identity.given_name": "Zarquonia",
    "young_person_identity.family_name": "Vexelbyx",
    "young_person.wants": "zebrafinchwish",
    "contact.activity": "Kestrelwalk",
    "contact.notes": "Dunlinnote",
    "concern.words": "Harrowmothword",
    "concern.heard": "Merlinheard",
    "concern.opinion": "Hobbyopinion",
    "concern.who": "Wolvercanary",
    "concern.happened": "Sanderlingday",
    "concern.contact": "01632960983",
    "concern_step.their_reference": "Scaupnumber",
    "concern_step.note": "Turnstonenote",
    "addendum.words": "Curlewmore",
    "broken_glass.reason": "Nightjarglass",
    "volunteer.motivation": "Grebemotive",
    "volunteer.profile": "Egretprofile",
    "hold.reason": "Wigeonhold",
    "catch_up.words": "Lapwingtalk",
    "dbs_record.number": "001234567890",  # of every volunteer, who reads their own
    "background.names": "Shovelername",
    "background.addresses": "Snipehouse",
    "background.countries": "Ibiscountry",
    "self_disclosure.words": "Redstartrecord",
    "interview.scores": "Godwitnote",
    "reference_request.answers": "Ploverwhy",
    "application.what": "Ousellamp",
    "application.answers": "Pipitshop",
    "application.pack": "Siskinpack",
    "enquiry.question": "Wheatearquestion",
    "enquiry.answer": "Fieldfareanswer",
    "score.reason": "Garganeyscore",
    "decision.reason": "Whimbrelreason",
    "decision.next_step": "Dotterelnext",
    "award.payment_reference": "Pochardpaid",
    "award.cancel_reason": "Gadwallcancel",
    "batch_line.payer": "31926819",
    "batch_line.reason": "Bramblingreason",
    "pledge.offer": "Puffinoffer",
    "offer.title": "Gannettitle",
    "offer.what": "Guillemotwhat",
    "offer.meeting_place": "Razorbillmeet",
    "offer.mitigations": "Kittiwakedone",
    "offer.to_change": "Fulmarchange",
    "data_request.words": "Cormorantasked",
    "data_request.extended_because": "Twitelonger",
    "data_request.reply": "Shrikereply",
    "data_request.statement": "Avocetstatement",
    "clock_stop.words": "Linnetstop",
    "copy_item.reason": "Knotleftout",
    "complaint.words": "Ruffcomplaint",
    "complaint.contact": "Smewcontact",
    "complaint.told_why": "Goldcresttold",
    "complaint.outcome": "Jackdawoutcome",
    "legal_hold.reason": "Tealclaim",
    "factor_reset.reason": "Bitternlost",
    "draft.answers": "Pintaildraft",
    "audit_reason.words": "Dunlinbecause",
    "attendance.reason": "Sanderlinglate",
    "manager_agreement.reason": "Chiffchaffbusy",
}
"""What stands in each column that not everybody may read, and nowhere else."""
FEW = "dbs_record.decision self_disclosure.told self_disclosure.decision "
FEW += "update_subscription.answer certificate_disclosure.answers certificate_disclosure.barred_on"
WITHOUT = {
    **canaries_of_expenses.WITHOUT,
    "ask_answer.words": "what a service does, for all to read, and what somebody says of their own",
    "outbox_message.calendar": "an entry of a calendar: the tests of training look at each",
    "authenticator_app.secret": "drawn by lot; it is shown once, to whoever sets the app up",
    "background.born_on": "a day, on which others were born too",
    "copy_item.fields": "what stands in other columns, copied",
    "copy_item.hidden": "words of what it hides",
    **dict.fromkeys(FEW.split(), "one of a few words, or a day"),
    **dict.fromkeys(("day_feedback.keep", "day_feedback.change"), "of nobody, from 5 answers on"),
    "look_mark.note": "stands beside one line of a week, for whoever reviews that week",
    "role_decision.reason": "why somebody keeps or loses a role, asked each quarter; no canary yet",
    "staff_list.lines": "a file of the personnel system, gone once it is applied or put away",
    "outbox_message.body": "a letter, of which the sweep looks at every one",
}
"""Columns that could hold a canary and do not, each with the reason."""
CANARIES = (*WORDS.values(), SORT_CODE, PLACE)


def found_in(text: str) -> list[str]:
    """The canaries that a text holds, however they are written."""
    plain = re.sub(r"[\s%+-]", "", text).lower()
    return [one for one in CANARIES if one.lower() in plain]


def must_have_one() -> set[str]:
    """Each column that the dictionary says is to be sealed."""
    return {
        f"{model.__tablename__}.{column.name}"
        for model, column, entry in everything()
        if entry.category.sealed
    }


def of(table: str, *names: str) -> dict[str, str]:
    """The canaries of some columns of a table, by their names."""
    return {name: WORDS[f"{table}.{name}"] for name in names}


def seeded() -> dict[str, Person]:
    """A young person and all around them, each with words of their own; who may look."""
    worker, mentor, panel = people.staff(), people.support_mentor(), RoundFactory()
    child, words = young_person(worker), of("volunteer", "motivation", "profile")
    volunteer = ready_volunteer(area=child.area, support_mentor=mentor, **words)
    match = MatchFactory(young_person=child, volunteer=volunteer)
    ContactFactory(match=match, **of("contact", "activity", "notes"))
    CatchUpFactory(volunteer=volunteer, words=WORDS["catch_up.words"])
    offers(child, volunteer)
    canaries_of_expenses.spent_on(match)
    readers = {
        "themself": child.person,
        "another young person": signed_in_young_person().person,
        "their worker": worker,
        "their mentor": volunteer.person,
        "the support mentor": mentor,
        "on their panel": panel.panel[0].person,
        "all these to others": the_same_to_others(),
        "an applicant": VolunteerFactory().person,
        "of a partner": partners.somebody_of(partners.ProjectFactory().partner),
    }
    working = "councillor coordinator finance_officer safeguarding_lead board_reader administrator"
    for role in (*working.split(), "data_protection_officer"):
        readers[role.replace("_", " ")] = getattr(people, role)()
    worries(child, readers["safeguarding lead"])
    money(child, panel)
    requests(volunteer.person, readers["data protection officer"])
    around(child, readers["an applicant"])
    return readers


def the_same_to_others() -> Person:
    """A worker, a mentor, a support mentor and a reader of a panel, and none of it to the child."""
    person = YoungPersonFactory().worker
    roles.grant_role(person, Role.PANEL_MEMBER, by=SYSTEM)
    roles.grant_role(person, Role.SUPPORT_MENTOR, by=SYSTEM)
    on_panel(RoundFactory(), person)
    ready_volunteer(support_mentor=person)
    MatchFactory(volunteer=ready_volunteer(person=person))
    return person


def young_person(worker: Person) -> YoungPerson:
    """One whose name, place and wish are all canaries."""
    area = AreaFactory(name=PLACE)
    words = {**of("young_person_identity", "given_name", "family_name"), "account": True}
    child: YoungPerson = YoungPersonFactory(**words, area=area, worker=worker)
    likes, free = ("music", "cooking"), ("monday evening", "saturday morning")
    young_people.take_preferences(child, likes, free, WORDS["young_person.wants"], by=worker)
    return child


def worries(child: YoungPerson, lead: Person) -> None:
    """A concern with all that can be said of it, one of their own, and an emergency."""
    words = of("concern", "words", "heard", "opinion", "who", "happened", "contact")
    concern = ConcernFactory(by=child.worker, **words, young_person=child)
    ConcernFactory(by=child.person, **of("concern", "words", "contact"))
    handling.triage(concern, Harm.NEGLECT, Level.LOW_LEVEL, False, by=lead)
    step = (clock.now(), *of("concern_step", "their_reference", "note").values())
    handling.refer(concern, Recipient.DESIGNATED_OFFICER, *step, by=lead)
    safeguarding.add_to(concern, WORDS["addendum.words"], by=child.worker)
    broken_glass(young_person=child, reason=WORDS["broken_glass.reason"])


def offers(child: YoungPerson, volunteer: Volunteer) -> None:
    """Something that they go along to, and something that is to be changed first."""
    said = of("offer", "title", "what", "meeting_place", "mitigations")
    PlaceFactory(offer=OfferFactory(volunteer=volunteer, **said), young_person=child)
    other, by = OfferFactory(volunteer=volunteer, state=OfferState.DRAFT), people.coordinator()
    activities.send_back(other, WORDS["offer.to_change"], by=by)


def money(child: YoungPerson, panel: Any) -> None:
    """What they asked for, as far as money that was paid; money that came; a promise."""
    by, words = people.coordinator(), WORDS
    told = {"what": words["application.what"], "seen": words["application.answers"]}
    asked = {**ANSWERS, "pence": 12_000, **told}
    made = grants.submit_application(asked, panel.programme, by=child.person)
    grants.start_checking(made, by=by)
    grants.ask_more(made, words["enquiry.question"], by=by)
    grants.answer_more(made, words["enquiry.answer"], by=child.person)
    pack = {**own_words(made), "difference": words["application.pack"]}
    grants.mark_ready(made, pack, by=by)
    grants.send_to_panel(made, by=by)
    scored(made, reason=words["score.reason"])
    decided(made, Outcome.YES, by=people.coordinator(), **of("decision", "reason", "next_step"))
    grants.tell(made, by=by)
    AwardFactory(application=made, state=AwardState.PAID, **of("award", "payment_reference"))
    AwardFactory(state=AwardState.CANCELLED, **of("award", "cancel_reason"))
    payer = f"FPI {SORT_CODE} {words['batch_line.payer']} GIFT"
    import_bank((clock.today(), payer, 500))
    import_payroll(("1", 0, words["batch_line.reason"]))
    promised = {"route": Route.INVITE_ALONG, **of("pledge", "offer")}
    promise = TimePledgeFactory(state="active", **promised)
    pledges.pause(promise, by=promise.person, reason=words["audit_reason.words"])


def requests(person: Person, officer: Person) -> None:
    """What somebody asks about their own data, answered in every way; and a leak."""
    asked = of("data_request", "words")
    wrong = DataRequestFactory(person=person, kind=RequestKind.CORRECTION, **asked)
    privacy.stop_clock(wrong, StopReason.CLARIFICATION, WORDS["clock_stop.words"], by=officer)
    privacy.extend(wrong, WORDS["data_request.extended_because"], by=officer)
    reply = WORDS["data_request.reply"]
    privacy.answer(wrong, Answer.REFUSED, Ground.PUBLIC_TASK, reply, by=officer)
    privacy.add_statement(wrong, WORDS["data_request.statement"], by=person)
    copy = DataRequestFactory(person=person, state="gathered")
    left_out = (ItemDecision.WITHHELD, WithheldBecause.ANOTHER_PERSON, WORDS["copy_item.reason"])
    for item in copy.items:
        copying.decide_item(item, *left_out, [], by=officer)
    copying.send_to_reader(copy, by=officer)
    leak = ComplaintFactory(kind=ComplaintKind.LEAK, **of("complaint", "words", "contact"))
    complaints.acknowledge(leak, by=officer)
    complaints.decide_telling(leak, False, WORDS["complaint.told_why"], by=officer)
    complaints.answer(leak, WORDS["complaint.outcome"], by=officer)


def around(child: YoungPerson, applicant: Person) -> None:
    """What else is kept: a reference, a pause, a claim, a lost phone, half a letter."""
    by, words = people.coordinator(), WORDS
    answer(references(applicant)[0], why=words["reference_request.answers"])
    home = Address(words["background.addresses"], False, date(2010, 1, 1))
    tell_background(applicant, addresses=[home], **of("background", "names", "countries"))
    backgrounds.disclose({"other": words["self_disclosure.words"]}, by=applicant)
    why = (4, words["interview.scores"])
    interview(applicant, people.coordinator(), by, scores={**GOOD, "why": why})
    volunteers.put_on_hold(volunteer_of(applicant), words["hold.reason"], by=by)
    retention.place_hold(child, words["legal_hold.reason"], by=by)
    with_app(applicant)
    proving.agree_reset(applicant, words["factor_reset.reason"], by=people.administrator())
    drafts.keep({"given_name": words["draft.answers"]}, by=child.worker, journey="refer")
    manager_says(asked_manager(applicant), kinds.Answer.NO, words["manager_agreement.reason"])
    day = TrainingDayFactory(programme__for_readiness=False)
    late = training.Marked(kinds.Mark.LATE, words["attendance.reason"])
    training.record_attendance(day, applicant, by=by, marked=late)
