"""What changed between two texts, in the words that readers see."""

from nolimits.handbook.changes import Line, marked, minutes, new_words, only_changed

OLD = "# Phones\nRing us on one number.\n# Money\nKeep the receipts.\n- One\n- Two"


def said(parts):
    return [(kind, line.state, line.pieces) for kind, lines in parts for line in lines]


def test_nothing_is_marked_where_nothing_changed():
    parts = marked(OLD, OLD)

    assert {line.state for _, lines in parts for line in lines} == {"same"}
    assert [kind for kind, _ in parts] == ["heading", "words", "heading", "words", "list"]
    assert only_changed(parts) == []


def test_a_line_that_changed_a_little_is_marked_word_by_word_under_its_heading():
    parts = marked(OLD, OLD.replace("one number", "the new number"))

    words = (("same", "Ring us on"), ("gone", "one"), ("new", "the new"), ("same", "number."))
    assert only_changed(parts) == [
        ("heading", [Line((("same", "Phones"),))]),
        ("words", [Line(words)]),
    ]
    assert new_words(parts) == 6, "somebody reads the whole line, without what is gone"


def test_lines_that_came_or_went_are_marked_whole():
    parts = marked(OLD, OLD.replace("Keep the receipts.", "It costs nothing.") + "\n- Three")

    assert said(only_changed(parts)) == [
        ("heading", "same", (("same", "Money"),)),
        ("words", "new", (("new", "It costs nothing."),)),
        ("words", "gone", (("gone", "Keep the receipts."),)),
        ("list", "new", (("new", "Three"),)),
    ]
    assert new_words(parts) == 4


def test_reading_time_is_two_hundred_words_a_minute():
    assert [minutes(words) for words in (0, 1, 1000)] == [1, 1, 5]
