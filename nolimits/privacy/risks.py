"""What could go wrong with people's data, and what is done against it, in plain words."""

from typing import NamedTuple

from nolimits.kernel.dictionary import Purpose as P


class Risk(NamedTuple):
    """What could happen, how, how likely and grave it is, what is done, and what is left."""

    what: str
    how: str
    likely: str
    grave: str
    done: str
    left: str


TEAM = "the coordinators"
WHOSE: dict[P, str] = {
    P.ACCOUNTS: "everybody with an account",
    P.SECURITY: "everybody with an account",
    P.MAIL: "everybody with an email address here",
    P.STRATEGY: "staff and councillors who say what they do",
    P.YOUNG_PEOPLE: "young people, and adults tied to them",
    P.VOLUNTEERS: "volunteers and those who applied",
    P.CHECKS: "volunteers and their referees",
    P.TRAINING: "volunteers",
    P.MATCHING: "young people and volunteers",
    P.ACTIVITIES: "young people, and adults who invite them along",
    P.SAFEGUARDING: "young people, and adults about whom somebody is worried",
    P.PLEDGES: "staff and councillors",
    P.MONEY: "those who give",
    P.EXPENSES: "volunteers who claim what they spent",
    P.GRANTS: "young people, and members of panels",
    P.GIFTS: "young people, and those who give",
    P.REPORTS: "nobody: counts only, and none under 5",
    P.RIGHTS: "those who ask or complain",
    P.PHOTOS: "volunteers who chose to",
}
WHO_SEES: dict[P, str] = {
    P.ACCOUNTS: f"themselves, administrators, {TEAM}",
    P.SECURITY: "themselves their own sign-ins; administrators",
    P.MAIL: "whoever it is sent to",
    P.STRATEGY: f"themselves, {TEAM}; what a service does, everybody who works here",
    P.YOUNG_PEOPLE: f"themselves, their worker, {TEAM}; a mentor only the name they chose",
    P.VOLUNTEERS: f"themselves, {TEAM}, the safeguarding lead, their support mentor",
    P.CHECKS: f"themselves, {TEAM}, the safeguarding lead",
    P.TRAINING: f"themselves, {TEAM}",
    P.MATCHING: f"the two, the worker, {TEAM}, the safeguarding lead",
    P.ACTIVITIES: f"themselves, the worker, {TEAM}; who invites what they are called",
    P.SAFEGUARDING: "the safeguarding leads alone, and never whomever it is about",
    P.PLEDGES: f"themselves, {TEAM}; finance the amounts",
    P.MONEY: "themselves, finance",
    P.EXPENSES: f"themselves, {TEAM}; finance the amounts",
    P.GRANTS: f"themselves, {TEAM}; the panel without names; finance the amounts",
    P.GIFTS: f"{TEAM}; those who give see a code",
    P.REPORTS: "the Board, councillors",
    P.RIGHTS: "themselves, the data protection officer, a second reader",
    P.PHOTOS: "themselves, the young person they may meet, the team",
}
NECESSITY = (
    "The basis is public task, not consent: a young person must be able to say no to a photo or a "
    "story and still have a mentor.",
    "A young person is a code. Their name stands in one table, sealed, which few may read.",
    "Of a DBS check only what the code of practice allows is held: never a copy, never what a "
    "certificate says.",
    "Of documents that show who somebody is, the kind is written down. No image is held.",
    "Where a young person lives is held as a town, never as an address. Whoever asks to volunteer "
    "tells their addresses of five years: the law asks for them, and they are sealed.",
    "Each kind of record has a period after which it goes.",
    "Pages have no trackers, no nudges, no location, and nothing from other sites.",
)
RISKS = (
    Risk(
        "A violent parent or ex-partner finds out where a child is",
        "public pages, trying addresses, a mail that somebody else reads, a shared telephone",
        "possible",
        "a life",
        "no place or time in mail; records that are not yours are not found, all alike; random "
        "references; sealed names; a button that leaves the page; counts under 5 not shown",
        "low",
    ),
    Risk(
        "The same, by becoming a volunteer",
        "applying in order to reach a child",
        "unlikely",
        "a life",
        "adults tied to a child can never be matched with them; two people agree to each match; a "
        "name is shown after readiness and a yes, for one's own match, and no longer than it lasts",
        "low",
    ),
    Risk(
        "A volunteer harms a young person",
        "meeting outside what is written down, gaining trust",
        "unlikely",
        "grave",
        "checks that are computed, never ticked; contact logs that somebody reads; a way to say "
        "something that goes past the volunteer; stopped at once",
        "medium: no record stops a lie",
    ),
    Risk(
        "A colleague reads what is not their work",
        "curiosity, looking for somebody they know",
        "likely",
        "distress, danger",
        "only one's own caseload; every look is written down and reviewed each week; people see "
        "who looked; councillors see counts",
        "low",
    ),
    Risk(
        "What a check says about somebody's past gets out",
        "an insider, a stolen database",
        "unlikely",
        "grave for them",
        "hardly any of it is held; what is, is sealed; two roles may read it; it goes six months "
        "after the decision",
        "low",
    ),
    Risk(
        "Somebody signs in as a coordinator",
        "a false page that asks for a code",
        "possible",
        "all of the above at once",
        "passkeys; proof again before what matters most; sign-ins that end by themselves and can "
        "be ended from elsewhere; files counted and written down",
        "low",
    ),
    Risk(
        "A copy given to one person tells of another",
        "a request for one's own data, answered in a hurry",
        "likely",
        "distress, danger",
        "everything is found by the dictionary and not by hand; what is also about others needs a "
        "decision; a second person reads it; only they can fetch it, for 14 days, never by mail",
        "low",
    ),
    Risk(
        "A stolen backup or database is read",
        "theft, a lost disk, an operator of the database",
        "possible",
        "grave",
        "names and words of young people, references and numbers are sealed under keys that are "
        "kept elsewhere and can be changed",
        "low: who gave how much, and when people met, is not sealed",
    ),
    Risk(
        "Something is changed to hide what was done",
        "somebody under pressure",
        "unlikely",
        "trust in all of it",
        "a trail that the database refuses to change, each entry with the hash of the one before",
        "low",
    ),
    Risk(
        "Records are gone when somebody wants their story",
        "deleting too much, a lost database",
        "unlikely",
        "grave: it cannot be made again",
        "periods by law; two people delete; holds; backups",
        "low",
    ),
)
NOT_CLAIMED = (
    "A malicious administrator of the machine, a seized unlocked telephone and a broken network of "
    "the council are outside of what this can prevent.",
    "A seal is not bound to its row: whoever may write to the database could move one.",
    "No outside tester has tried to break in yet.",
)
ADVICE = (
    "Young people of the scheme read the notice before it is published, and say what they did not "
    "understand.",
    "The data protection officer, the safeguarding lead, legal services and finance each agree.",
    "Where a risk that is left is high, the Information Commissioner is asked first. None is.",
)
