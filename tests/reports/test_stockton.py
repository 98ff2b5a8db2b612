"""The figures of the report of 16 June 2023, computed from records and as that report has them."""

from datetime import date

import pytest

from nolimits.kernel import audit
from nolimits.reports import catalogue
from nolimits.reports.figures import Period
from nolimits.seed import stockton_2023

# Corporate Parenting Board, Stockton-on-Tees, 16 June 2023; the paragraph in brackets.
REPORTED = {
    "pilot_time_volunteers": (5, "exact"),  # 27.a
    "pilot_money_contributors": (17, "exact"),  # 28.c
    "monthly_contribution_amount": (None, "not_reported"),
    "grants_awarded_total": (7000, "about"),  # 22.b
    "grants_awarded_count": (None, "not_reported"),
    "grants_period": ("2019-2021", "exact"),  # 22
    "young_people_matched": (2, "exact"),  # 27.d
    "young_people_involved": ("several", "about"),  # 27.d
    "training_days": (2, "exact"),  # 27.c
    "training_in_work_time": (True, "exact"),  # 26
    "dbs_complete_pilot": (True, "exact"),  # 27.b
    "mentors_per_volunteer": (1, "exact"),  # 27.f
    "giving_time_routes": (2, "exact"),  # 25
    "scheme_elements": (2, "exact"),  # 24
    "project_team_months": (12, "exact"),  # 21
    "planning_year": (2019, "exact"),  # 21
    "launch": ("2023-07", "exact"),  # 36.d
    "report_cadence_months": (6, "exact"),  # 36.g
    "strategic_priorities": (7, "exact"),  # Annex 1
    "council_asks_areas": (4, "exact"),  # 16
    "ofsted_issues": (8, "exact"),  # 7
    "gift_of_giving": ("annual", "exact"),  # 29
}


@pytest.fixture
def seeded(app, held_clock):
    stockton_2023.fill()
    held_clock.move_to(date(2026, 11, 20))


def test_the_seed_gives_the_figures_of_the_report(seeded):
    period = Period(stockton_2023.AS_AT)
    lines = catalogue.lines(catalogue.PILOT_KEYS, period)
    assert {one["key"]: (one["value"], one["qualifier"]) for one in lines} == REPORTED


def test_the_figures_are_computed_as_at_the_day_and_not_typed_in(seeded):
    earlier = catalogue.lines(catalogue.PILOT_KEYS, Period(date(2023, 1, 31)))
    values = {one["key"]: one["value"] for one in earlier}
    assert values["pilot_time_volunteers"] == 0
    assert values["young_people_matched"] == 0
    assert values["training_days"] == 0
    assert values["grants_awarded_total"] == 7000
    assert values["project_team_months"] == 7


def test_the_seed_is_whole_in_the_audit_trail(seeded):
    assert list(audit.verify()) == []
