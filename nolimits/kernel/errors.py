"""The ways in which an operation says no."""

READ_AGAIN = "It is not as it was when you opened this page. Read it again"


class Refused(Exception):
    """A rule of the scheme says no; the message is for the person, beside its field."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Overtaken(Refused):
    """Someone else changed the record first; nothing was done."""


class NotAllowed(Exception):
    """The actor's roles do not admit them here: answered 403."""


class NotVisible(Exception):
    """There is no such record, or the actor may not know that there is: answered 404 alike."""


class NotProven(Exception):
    """They may, and must prove first that it is still them: led to where they can, and back."""
