"""What fills the addresses that the matrix asks, beside the key of a record."""

from typing import Any

from nolimits.kernel.actors import Role
from nolimits.people.models import Person

# Views that look for the record of their <key> themselves, by endpoint.
FOUND_BY_VIEW: dict[str, type[Any]] = {
    "people.grant_role": Person,
    "people.end_role": Person,
}

# What stands in an address beside the key: by "endpoint.argument", or by argument alone.
ARGUMENTS: dict[str, str] = {
    "number": "0",
    "step": "start",
    "reading": "send-back",
    "role": Role.STAFF.value,
    "token": "not-a-token",
    "backgrounds.tell_question.slug": "born",
    "backgrounds.tell_save.slug": "born",
    "backgrounds.disclose_question.slug": "spent",
    "backgrounds.disclose_save.slug": "spent",
    "volunteers.apply_question.slug": "why",
    "volunteers.apply_save.slug": "why",
    "grants.apply_question.slug": "what",
    "grants.apply_save.slug": "what",
    "figure": "contributions_received",
    "kind": "finance",
    "pledges.new_question.slug": "give",
    "pledges.new_save.slug": "give",
    "young_people.refer_question.slug": "name",
    "young_people.refer_save.slug": "name",
    "scope": "matching",
    "giver": "young_person",
    "reads.week.day": "2026-11-16",
    "reads.week_file.day": "2026-11-16",
    "reads.mark.day": "2026-11-16",
    "reads.mark_rest.day": "2026-11-16",
    "reads.sign_off.day": "2026-11-09",
    "quarter": "2026-10-01",
    "line": "1-person-0",
    "ask": "councillors-1",
    "person": "U-22222222",
    "activities.offer_along_question.slug": "what",
    "activities.offer_along_save.slug": "what",
    "offer": "O-22222222",
    "service": "SO-22222222",
    "what": "cost",
    "answer": "yes",
    "how": "good",
    "came": "yes",
    "does": "stop",
}
