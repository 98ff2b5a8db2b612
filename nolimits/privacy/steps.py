"""The pages on which something is asked about a request before one more step is taken."""

from flask import url_for

from nolimits.kernel.acts import Act
from nolimits.kernel.pages import day
from nolimits.kernel.permissions import Permission
from nolimits.privacy import operations
from nolimits.privacy.forms import ExtendForm, StatementForm, StopForm
from nolimits.privacy.models import DataRequest


def own_page(asked: DataRequest) -> str:
    """Where whoever asked sees how it goes on."""
    return url_for("privacy.own_request", key=asked.reference)


def page(asked: DataRequest) -> str:
    """Where officers see it."""
    return url_for("privacy.data_request", key=asked.reference)


ALL = (
    Act(
        name="add_statement",
        path="/your-data/<key>/statement",
        on=DataRequest,
        permission=Permission.SEE_OWN_REQUEST,
        title="Your own words beside it",
        text="",
        button="Put it there",
        done="Your words stand beside it now",
        run=lambda asked, form, by: operations.add_statement(asked, form.words.data, by=by),
        after=own_page,
        form=StatementForm,
    ),
    Act(
        name="stop_clock",
        path="/data-requests/<key>/stop",
        on=DataRequest,
        permission=Permission.ANSWER_DATA_REQUEST,
        title="Ask them for something",
        text="The clock stands still from today until they answer.",
        button="Send",
        done="The clock stands still, and they know what we need",
        run=lambda asked, form, by: operations.stop_clock(asked, *form.chosen(), by=by),
        after=page,
        form=StopForm,
    ),
    Act(
        name="extend",
        path="/data-requests/<key>/extend",
        on=DataRequest,
        permission=Permission.ANSWER_DATA_REQUEST,
        title="Take two months more",
        text=lambda asked: (
            "Only where it is complex, and they must be told within the first month. "
            f"It is due by {day(asked.due_on)} now."
        ),
        button="Take two months more",
        done="Two months more, and they know why",
        run=lambda asked, form, by: operations.extend(asked, form.because.data, by=by),
        after=page,
        form=ExtendForm,
    ),
)
