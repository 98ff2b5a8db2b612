"""The kinds of a concern, in words."""

from nolimits.safeguarding.kinds import (
    Danger,
    DbsReferral,
    Harm,
    Level,
    Outcome,
    Place,
    Recipient,
    Worry,
)

WORRIES = {
    Worry.YOUNG_PERSON: "A young person's safety or wellbeing",
    Worry.ADULT: "What an adult who works or volunteers with us did, said or is like",
    Worry.UNSURE: "I am not sure",
}
DANGERS = {
    Danger.YES: "Yes. I have called 999, or am doing it now",
    Danger.NO: "No",
    Danger.UNSURE: "I am not sure",
}
PLACES = {
    Place.HOME: "Where they live",
    Place.SCHOOL_OR_WORK: "School, college or work",
    Place.WITH_MENTOR: "With their mentor",
    Place.OUTSIDE: "Out and about",
    Place.ONLINE: "Online or by phone",
    Place.ELSEWHERE: "Somewhere else",
}
CATEGORIES = {
    Harm.PHYSICAL_ABUSE: "Physical abuse",
    Harm.EMOTIONAL_ABUSE: "Emotional abuse",
    Harm.SEXUAL_ABUSE: "Sexual abuse",
    Harm.NEGLECT: "Neglect",
    Harm.EXPLOITATION: "Exploitation",
    Harm.ONLINE: "Online harm",
    Harm.BULLYING: "Bullying",
    Harm.SELF_HARM: "Self-harm",
    Harm.MISSING: "Missing",
    Harm.CONDUCT: "Conduct of an adult",
    Harm.OTHER: "Something else",
}
LEVELS = {
    Level.IMMEDIATE: "Immediate: somebody is in danger",
    Level.SERIOUS: "Serious: the threshold of harm may be met",
    Level.LOW_LEVEL: "Low level: it does not meet the threshold, and is not right",
    Level.NO_CONCERN: "No concern",
}
RECIPIENTS = {
    Recipient.DESIGNATED_OFFICER: "The designated officer (LADO)",
    Recipient.LOCAL_AUTHORITY: "Children's social care",
    Recipient.POLICE: "The police",
    Recipient.HEALTH: "A health service",
    Recipient.OTHER: "Somebody else",
}
OUTCOMES = {
    Outcome.ACTED_ON: "It was acted on",
    Outcome.NO_FURTHER_ACTION: "Nothing more is needed",
    Outcome.UNFOUNDED: "There was nothing in it",
}
DBS_REFERRALS = {
    DbsReferral.REFERRED: "Yes, they are referred to the DBS",
    DbsReferral.NOT_NEEDED: "No, the conditions for a referral are not met",
}
