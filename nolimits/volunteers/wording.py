"""What must not stand in words that a young person reads before anybody knows who they are."""

import re

LINK = re.compile(r"https?:|www\.|\w\.(com|co|org|net|uk|me|io|tv|gg|app|link)\b", re.IGNORECASE)
PHONE = re.compile(r"(\d[\s().+-]*){7,}")


def told_too_much(text: str, name: str) -> str | None:
    """Why words of greeting cannot stay: they hold a way to be in touch, or the writer's surname.

    Whoever meets a young person is introduced first; nobody is reached past those who look.
    """
    surname = name.split()[-1] if len(name.split()) > 1 else ""
    if PHONE.search(text):
        return "Leave phone numbers out"
    if "@" in text:
        return "Leave out email addresses and names that you have elsewhere, like @name"
    if LINK.search(text):
        return "Leave links out"
    if surname and re.search(rf"(?<!\w){re.escape(surname)}(?!\w)", text, re.IGNORECASE):
        return "Leave your surname out"
    return None
