"""The words of the invented council's handbook: the first version, and what the second adds."""

FIRST = """\
# Why you are here
Young people who grew up in care tell us two things about the adults in their lives. There were \
too many of them, and too few stayed. You can be one who stays.

You are not a parent, a social worker or a teacher. You are somebody who turns up, remembers \
what was said last time, and has no form to fill in while you are together.

# Start small and keep it up
An hour a month that always happens is worth more than a day out that never comes. Promise less \
than you could do. Then do all of it.

If you cannot come, say so as soon as you know, and say when you will come instead. Do not \
leave it to somebody else to tell them.

# Let them lead
Ask what they would like to do, and what they would not. Do not ask about their past. If they \
tell you about it, listen, and thank them for trusting you.

# Keeping everyone safe
- Meet where other people are, until you have agreed something else with the coordinator.
- Tell your support mentor where you are going, and when you are back.
- Never promise to keep a secret. Say early on that if you are worried, you must tell somebody \
whose job it is.
- If you are worried, raise a concern the same day. You do not have to be sure.
- If somebody is in danger now, ring 999 first.

# What you must not do
- No money between you, lent or given. No presents beyond a card or a book.
- No visits to your home, and no meeting your family, without agreement beforehand.
- Nothing about the young person on social media, not even without a name.

# Who looks after you
You have a support mentor. They have done this before. They ring you after your first visit \
and then at least every six weeks. Tell them when it is going well, and above all when it is not.

# When it ends
Every match ends one day. A good ending is planned: you both know when it is, you look back on \
what you did, and you say goodbye in person. Please never just stop coming.
"""

_PHONES = """\
# Phones and messages
Use the number that the coordinator gives you, and not your own. Message between 8 in the \
morning and 8 at night. If a young person messages you at night and you are worried, ring \
the emergency duty team, whose number is on your card.

Ask before you take a photo, and leave it on their phone, not yours.

"""
_MONEY = """\
# What it costs you
It should cost you nothing. Agree with the coordinator beforehand what a visit may cost, keep \
the receipts, and claim within a month. If the money is a worry, say so: we can pay first.

"""

SECOND = FIRST.replace("# What you must not do", _PHONES + _MONEY + "# What you must not do")
CHANGES = """\
Two new parts, which volunteers of the first months asked for: phones and messages, and what a \
visit may cost and how you get it back. Nothing else has changed."""
