"""What is unusual about looks comes first. Without a database."""

from datetime import datetime, timedelta

from nolimits.kernel.clock import LONDON
from nolimits.reads.review import MANY_RECORDS, MANY_SEARCHES, Facts, Look, in_lines

MONDAY = datetime(2026, 11, 16, 10, tzinfo=LONDON)
DANA, SAM, CHILD = 1, 2, ("young_person", 7)
PAGE = "young_people.young_person"


def look(at=MONDAY, by=DANA, whose=CHILD, **more):
    return Look(at, by, whose, more.pop("page", PAGE), **more)


def unusual(looks, **facts):
    [line] = in_lines(looks, Facts(**facts))
    return line.unusual


def test_a_worker_who_looks_at_their_own_by_day_is_not_unusual():
    assert unusual([look()], workers={7: DANA}) == []


def test_a_young_person_of_anothers_is_unless_they_see_all():
    assert unusual([look()], workers={7: SAM}) == ["outside"]
    assert unusual([look()], workers={7: SAM}, sees_all=frozenset({DANA})) == []


def test_a_page_that_others_need_for_their_work_is_not_outside_it():
    assert unusual([look(page="matching.match")], workers={7: SAM}) == []


def test_at_night_and_on_a_weekend_by_the_clock_of_london():
    own = {7: DANA}
    evening = MONDAY.replace(hour=19, minute=59)
    assert unusual([look(at=evening)], workers=own) == []
    assert unusual([look(at=evening + timedelta(minutes=1))], workers=own) == ["hours"]
    assert unusual([look(at=MONDAY.replace(hour=6, minute=59))], workers=own) == ["hours"]
    assert unusual([look(at=MONDAY + timedelta(days=5))], workers=own) == ["hours"]
    summer = datetime(2026, 7, 6, 6, 30, tzinfo=LONDON).astimezone(tz=None)
    assert unusual([look(at=summer)], workers=own) == ["hours"]


def test_somebody_they_are_tied_to_and_an_emergency_are_the_gravest():
    pair = frozenset({(DANA, 7)})

    assert unusual([look()], workers={7: DANA}, tied=pair) == ["tied"]
    assert unusual([look()], workers={7: SAM}, tied=pair, broken=pair) == [
        "glass",
        "tied",
        "outside",
    ]


def test_a_colleague_of_their_own_directorate_is_unusual():
    checked = [look(whose=("person", SAM), page="dbs.record")]

    assert unusual(checked, directorates={DANA: 1, SAM: 1}) == ["colleague"]
    assert unusual(checked, directorates={DANA: 1, SAM: 2}) == []
    assert unusual(checked) == []


def test_very_many_records_in_one_day_are():
    def of(number):
        looks = [look(whose=("young_person", one), page="x") for one in range(1, number + 1)]
        return {tuple(line.unusual) for line in in_lines(looks, Facts())}

    assert of(MANY_RECORDS - 1) == {()}
    assert of(MANY_RECORDS) == {("many",)}


def test_many_searches_are_and_lists_alone_are_not():
    lists = [look(whose=("young_person", 0), numbers=(7, 8), searched=True)] * MANY_SEARCHES

    assert unusual(lists[1:]) == []
    assert unusual(lists) == ["searches"]


def test_the_gravest_stand_first_and_each_person_and_record_is_one_line():
    usual, grave = look(), look(by=SAM)
    lines = in_lines([usual, usual, grave], Facts(workers={7: DANA}))

    assert [(one.by_id, len(one.looks)) for one in lines] == [(SAM, 1), (DANA, 2)]
