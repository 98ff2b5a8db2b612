"""Whatever is in a document, it is read as it is meant or every fault has its place."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nolimits.kernel.actors import SYSTEM
from nolimits.strategy import operations, queries
from nolimits.strategy.document import SHIPPED, parse, written
from nolimits.strategy.reader import Broken, load
from tests.factories.strategy import document, strategy_row

# Every field there is, once at least.
FULL = document(
    strategy_row(
        key="full",
        period="2023 to 2026",
        status="Draft",
        source="A report",
        report_every_months=6,
        priorities=[
            {
                "key": "homes",
                "name": "Homes",
                "description": "Homes that last",
                "source_ref": "1",
                "actions": [
                    {
                        "key": "homes/more",
                        "text": "More homes",
                        "source_ref": "1.1",
                        "owner": "The Director",
                        "due": "Next year",
                    }
                ],
                "measures": [
                    {"text": "Moves", "source_ref": "1.2", "baseline": "Ten", "target": "Two"}
                ],
            }
        ],
        actions=[{"key": "other", "text": "Another"}],
        measures=[{"text": "All are well"}],
        asks={
            "council": [{"text": "Adopt it", "source_ref": "2"}],
            "services": [{"text": "Help"}],
            "councillors": [{"text": "Listen"}],
            "individuals": [{"text": "Join"}],
        },
        findings=[{"body": "Ofsted", "text": "Too few homes", "source_ref": "3"}],
        milestones=[
            {"key": "a", "text": "A", "begins": "2019", "ends": "2021", "source_ref": "4"},
            {"key": "b", "text": "B", "begins": "2022-06"},
        ],
    ),
    principles=[{"letter": one, "text": f"to {one}", "source_ref": "1(1)"} for one in "abcdefg"],
)


def places(value, path=()):
    """The way to every value of a document."""
    yield path
    pairs = enumerate(value) if isinstance(value, list) else ()
    for name, one in value.items() if isinstance(value, dict) else pairs:
        yield from places(one, (*path, name))


def at(value, path):
    """What a way leads to."""
    for step in path:
        value = value[step]
    return value


def spelt(path):
    """A way as a fault spells it."""
    words = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return words.removeprefix(".") or "the file"


@st.composite
def broken_documents(draw):
    """A good document with one thing wrong, and the place of it."""
    path = draw(st.sampled_from(list(places(FULL))))
    value = at(FULL, path)
    wrong = [3.5, True, "x\ny", "x" * 2001, "\ud800"]
    wrong += [] if isinstance(value, dict) else [{"surplus": 1}]
    wrong += [] if isinstance(value, list) else [["surplus"]]
    instead = draw(st.sampled_from(wrong))
    if isinstance(value, dict) and draw(st.booleans()):
        instead = {**value, "surplus": draw(st.none() | st.integers())}
        path = (*path, "surplus")
        return put(path[:-1], instead), spelt(path)
    return put(path, instead), spelt(path)


def put(path, value):
    """The good document with another value in one place."""
    if not path:
        return value
    broken = copy.deepcopy(FULL)
    at(broken, path[:-1])[path[-1]] = value
    return broken


@given(broken_documents())
def test_a_broken_document_is_refused_with_the_place_of_what_is_wrong(broken):
    data, place = broken
    with pytest.raises(Broken) as refused:
        parse(data)

    assert any(fault.path.startswith(place) for fault in refused.value.faults)
    assert all(str(fault).isprintable() for fault in refused.value.faults)


def test_a_broken_document_brings_nothing_in(app):
    @settings(max_examples=30)
    @given(broken_documents())
    def one(broken):
        with pytest.raises(Broken):
            operations.import_strategies(broken[0], by=SYSTEM)
        assert queries.summaries() == []
        assert queries.principles() == []

    one()


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["version", "strategies", "key"]) | st.text(), inner)
    ),
    max_leaves=10,
)


@given(anything | st.builds(lambda rows: {"version": 1, "strategies": rows}, anything))
def test_anything_at_all_is_refused_in_words(data):
    with pytest.raises(Broken) as refused:
        parse(data)

    assert refused.value.faults


NEEDED = [
    path
    for path in places(FULL)
    if not isinstance(at(FULL, path), list)
    if path and path[-1] in ("version", "key", "council", "title", "name", "text", "letter", "body")
]


@pytest.mark.parametrize("path", NEEDED, ids=spelt)
def test_what_must_be_there_is_missed(path):
    with pytest.raises(Broken) as refused:
        parse(put(path, None))

    assert [str(fault) for fault in refused.value.faults] == [f"{spelt(path)}: is missing"]


# --- Out and in again -------------------------------------------------------------------------

words = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=40
).filter(lambda text: text == text.strip())
keys = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,30}", fullmatch=True)
dates = st.dates().map(str)


def rows(needed, stated=(), *, unique="key", size=3):
    """A list of objects of words; keys and dates where a field is called so."""
    kinds = {"key": keys, "begins": st.one_of(dates, dates.map(lambda day: day[:7]))}
    return st.lists(
        st.fixed_dictionaries(
            {name: kinds.get(name, words) for name in needed},
            optional=dict.fromkeys(stated, words),
        ),
        max_size=size,
        unique_by=(lambda row: row[unique]) if unique in needed else None,
    )


@st.composite
def good_strategies(draw):
    """A strategy of the key "same" with whatever may be in one."""
    actions = draw(rows(["key", "text"], ["source_ref", "owner", "due"], size=6))
    measure = rows(["text"], ["source_ref", "baseline", "target"])
    priorities = draw(rows(["key", "name"], ["description", "source_ref"]))
    for priority in priorities:
        cut = draw(st.integers(0, len(actions)))
        actions, own = actions[cut:], actions[:cut]
        priority.update(actions=own, measures=draw(measure))
    asks = {who: draw(rows(["text"], ["source_ref"])) for who in ("council", "individuals")}
    return stated(
        key="same",
        council=draw(words),
        title=draw(words),
        period=draw(st.none() | words),
        report_every_months=draw(st.none() | st.integers(1, 60)),
        priorities=[stated(**priority) for priority in priorities],
        actions=actions,
        measures=draw(measure),
        asks=stated(**asks),
        findings=draw(rows(["body", "text"], ["source_ref"])),
        milestones=draw(rows(["key", "text", "begins"], ["source_ref"])),
    )


def stated(**values):
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def test_what_goes_out_is_what_came_in_whatever_was_there_before(app):
    @settings(max_examples=40)
    @given(good_strategies())
    def one(row):
        operations.import_strategies(document(row), by=SYSTEM)
        out = written([queries.whole("same")], [])
        assert out["strategies"] == [row]
        operations.import_strategies(out, by=SYSTEM)
        assert written([queries.whole("same")], []) == out

    one()


def test_every_field_goes_out_as_it_came_in(app):
    operations.import_strategies(FULL, by=SYSTEM)

    assert written([queries.whole("full")], queries.principles()) == FULL


# --- Files ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            b"{",
            "is not JSON: Expecting property name enclosed in double quotes at line 1, column 2",
        ),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b'{"a": 1, "a": 2}', "has the field a twice in one object"),
        (b"[" * 100_000, "is not JSON that can be read"),
        (b"1" * 5_000, "is not JSON that can be read"),
    ],
)
def test_a_file_that_is_no_json_is_told_so(tmp_path, content, words):
    path = tmp_path / "strategy.json"
    path.write_bytes(content)
    with pytest.raises(Broken) as refused:
        load(path)

    assert refused.value.message == f"the file: {words}"


def test_a_file_from_a_windows_editor_is_read(tmp_path):
    path = tmp_path / "strategy.json"
    path.write_bytes(b"\xef\xbb\xbf" + SHIPPED.read_bytes())

    assert load(path) == load(SHIPPED)
