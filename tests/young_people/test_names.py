"""A young person's name stays where it is kept."""

import pytest

from nolimits.kernel.errors import Refused
from nolimits.young_people import operations, queries
from tests.factories.people import coordinator
from tests.factories.young_people import YoungPersonFactory

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize(
    "text",
    [
        "Zephyrine's birthday",
        "zephyrine liked it",
        "ZEPHYRINE",
        "met Zephyrine.",
        "the Quagmirely family",
        "Mrs Tarn came",
        "Will came too",
    ],
)
def test_a_text_with_any_part_of_their_name_is_found(text):
    one = YoungPersonFactory(given_name="Zephyrine Will", family_name="Quagmirely-Tarn")

    assert queries.mentions(one, text)


@pytest.mark.parametrize("text", ["", "We will go again", "zephyrines", "a tarnished cup"])
def test_everyday_words_name_nobody(text):
    one = YoungPersonFactory(given_name="Zephyrine Will", family_name="Quagmirely-Tarn")

    assert not queries.mentions(one, text)


def test_what_a_volunteer_may_read_has_no_name(sign_in):
    one = YoungPersonFactory(account=True, given_name="Zephyrine")
    page = sign_in(one.person).visit("/me/say")

    page = page.submit(wants="Somebody who calls me Zephyrine")

    assert page.errors == ["Leave your name out: a volunteer may read this"]
    assert one.wants is None
    with pytest.raises(Refused, match="Leave their name out"):
        operations.take_preferences(
            one, [], ["monday evening"], "Zephyrine wants to cook", by=coordinator()
        )
