"""The documents about people's data say what the models say."""

from importlib import import_module

import pytest

import nolimits
from nolimits.kernel.dictionary import Purpose
from nolimits.privacy import documents, risks
from tests.house.sources import ROOT

for room in nolimits.ROOMS:
    import_module(f"nolimits.{room}.models")


@pytest.mark.parametrize(
    ("file", "printed"),
    [("record-of-processing.md", documents.record), ("dpia.md", documents.dpia)],
)
def test_a_document_is_what_its_command_prints(file, printed):
    kept = (ROOT / "docs" / file).read_text()

    assert kept == printed(), "print it again: flask privacy record (or dpia) > docs/…"


def test_of_every_purpose_it_is_said_whose_data_it_is_and_who_sees_it():
    assert set(risks.WHOSE) == set(risks.WHO_SEES) == set(Purpose)
