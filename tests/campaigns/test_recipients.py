"""The pages that say for whom a gift is: each look is written down, and costs the same."""

import pytest

from nolimits.campaigns.models import GiftState
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
