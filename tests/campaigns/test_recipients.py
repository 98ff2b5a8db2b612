"""The pages that say for whom a gift is: each look is written down, and costs the same."""

import pytest

from nolimits.campaigns.models import GiftState
from nolimits.young_people.models import YoungPersonState
from tests.factories.campaigns import GiftFactory
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory
from tests.looks import lists_of

PAGES = ["/recipients", "/labels"]


def path(campaign, page):
    return f"/campaigns/{campaign.reference}{page}"


@pytest.mark.parametrize("page", PAGES)
def test_each_look_at_who_a_code_stands_for_is_written_down(sign_in, page):
    child, reader = YoungPersonFactory(), coordinator()
    gift = GiftFactory(state=GiftState.BOUGHT, young_person=child)

    sign_in(reader).visit(path(gift.campaign, page))

    assert lists_of("young_person") == [
        (reader.id, f"campaigns{page.replace('/', '.')}", [child.id])
    ]


@pytest.mark.parametrize("page", PAGES)
def test_more_gifts_take_no_more_statements(sign_in, statements, page):
    visitor, gift = sign_in(coordinator()), GiftFactory(state=GiftState.BOUGHT)

    def asked():
        statements.clear()
        visitor.visit(path(gift.campaign, page))
        return len(statements)

    few = asked()
    GiftFactory.create_batch(3, campaign=gift.campaign, state=GiftState.BOUGHT)

    assert asked() == few


def test_no_gift_is_handed_to_a_worker_who_is_not_accepted(sign_in):
    """Nobody has said yet that it is they, or they are kept apart from the child."""
    child = YoungPersonFactory(accepted=False, state=YoungPersonState.REFERRED)
    gift = GiftFactory(state=GiftState.BOUGHT, young_person=child)

    page = sign_in(coordinator()).visit(path(gift.campaign, "/labels"))

    assert gift.reference in page.html
    assert child.worker.name not in page.html
