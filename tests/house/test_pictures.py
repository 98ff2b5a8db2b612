"""The pictures in the documents are there, small, and can be taken again."""

import re

import pytest

from nolimits.commands.screenshots import LARGEST, PICTURES, SHOTS
from tests.house.sources import ROOT

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def test_every_picture_that_a_document_shows_is_taken_by_the_command():
    shown = {
        (document.parent / picture).resolve()
        for document in DOCUMENTS
        for picture in re.findall(r"!\[.*?\]\(([^)]+)\)", document.read_text())
    }

    assert shown - {PICTURES / f"{shot.name}.png" for shot in SHOTS} == set()


@pytest.mark.parametrize("name", [shot.name for shot in SHOTS])
def test_a_picture_is_there_and_small(name):
    assert 0 < (PICTURES / f"{name}.png").stat().st_size <= LARGEST
