"""The link of a referee: sent anew, and good for as long as an answer is waited for."""

from nolimits.checks.models import ReferenceRequest
from nolimits.kernel import clock, crypto, mail
from nolimits.kernel.db import change
from nolimits.kernel.errors import Refused


def send_new_link(reference: ReferenceRequest) -> None:
    """Write to a referee again: part of an operation."""
    token = crypto.new_token()
    change(
        reference,
        where=ReferenceRequest.token_print == reference.token_print,
        token_print=crypto.fingerprint(token),
        chased_on=clock.today(),
    )
    mail.queue(reference, "reference_chased", reference=reference, token=token)


def still_awaited(reference: ReferenceRequest) -> None:
    """Refuse where no answer is waited for any more: part of an operation."""
    if reference.received_on or reference.replaced_on or reference.declined_on:
        raise Refused("This reference needs no answer any more")
