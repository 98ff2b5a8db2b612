"""A young person's name stays where it is kept."""

import pytest

from nolimits.kernel.errors import Refused
from nolimits.young_people import accounts, operations
from nolimits.young_people.names import mentions
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

    assert mentions(one, text, one.worker)


@pytest.mark.parametrize("text", ["", "We will go again", "zephyrines", "a tarnished cup"])
def test_everyday_words_name_nobody(text):
    one = YoungPersonFactory(given_name="Zephyrine Will", family_name="Quagmirely-Tarn")

    assert not mentions(one, text, one.worker)


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


def test_what_they_are_called_has_no_last_name():
    one = YoungPersonFactory(given_name="Zephyrine", family_name="Quagmirely")

    with pytest.raises(Refused, match="last name out"):
        accounts.give_account(one, "Zeph QUAGMIRELY", "z@young.example", by=one.worker)


@pytest.mark.parametrize(
    "path", ["/young-people/refer/questions/name", "/young-people/{}/give-account"]
)
def test_a_browser_does_not_remember_a_young_persons_name(path, sign_in):
    one = YoungPersonFactory()

    page = sign_in(one.worker).visit(path.format(one.reference))

    boxes = [box for box in page.main.iter("input") if box.get("type") in ("text", "email")]
    assert len(boxes) >= 2
    assert {box.get("autocomplete") for box in boxes} == {"off"}
