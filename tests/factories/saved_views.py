"""Views of lists that invented people keep."""

from nolimits.kernel.permissions import Permission, can
from nolimits.people.models import Person
from nolimits.saved_views import operations
from nolimits.saved_views.models import SavedView
from tests.factories.people import coordinator


def view_of(person: Person) -> SavedView:
    """A view that a person keeps; of whoever may keep none, it is somebody else's."""
    by = person if can(person, Permission.KEEP_VIEW) else coordinator()
    return operations.keep_view("pledges.pledges", "Paused", "state=paused", by=by)
