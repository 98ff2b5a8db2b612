"""The figures of the report to the Board of 16 June 2023, computed from records like any other.

What that report said only in words, or left out, stays so: "about", "several", not reported.
"""

from nolimits.pledges.models import PledgeKind, Route
from nolimits.reports import answers, records
from nolimits.reports.figures import Figure, Unit, Value
from nolimits.strategy.models import Finding, Priority

FIGURES: tuple[Figure, ...] = (
    Figure(
        "pilot_time_volunteers",
        "Pilot volunteers giving time",
        Unit.PEOPLE,
        "People of the pilot cohort with a promise of time in force on the last day.",
        rows=records.pilot_pledgers(PledgeKind.TIME),
        opens="people.person",
    ),
    Figure(
        "pilot_money_contributors",
        "Pilot givers of money each month",
        Unit.PEOPLE,
        "People of the pilot cohort with a monthly promise of money in force on the last day.",
        rows=records.pilot_pledgers(PledgeKind.MONEY),
        opens="people.person",
    ),
    Figure(
        "monthly_contribution_amount",
        "Given each month",
        Unit.GBP,
        "What the monthly promises come to; not reported where any amount was not stated.",
        answer=answers.monthly_amount,
    ),
    Figure(
        "grants_period",
        "Years of those grants",
        Unit.PERIOD,
        "The years that the opening entries of grants say they cover.",
        answer=answers.grants_period,
    ),
    Figure(
        "young_people_matched",
        "Young people matched",
        Unit.PEOPLE,
        "Young people with a match that had started by the last day and not ended.",
        rows=records.young_people(True),
        opens="young_people.young_person",
    ),
    Figure(
        "young_people_involved",
        "Young people involved",
        Unit.PEOPLE,
        "As the report put it in words: no number was given.",
        answer=answers.involved,
    ),
    Figure(
        "training_days",
        "Training days delivered",
        Unit.DAYS,
        "Days of training until the last day that somebody attended.",
        rows=records.training_days,
        opens="training.take_register",
    ),
    Figure(
        "training_in_work_time",
        "Training in work time",
        Unit.BOOL,
        "Whether every programme delivered is to be attended in work time.",
        answer=answers.in_work_time,
    ),
    Figure(
        "dbs_complete_pilot",
        "DBS process complete for the pilot",
        Unit.BOOL,
        "Whether every pilot volunteer had a clear DBS decision by the last day.",
        answer=answers.dbs_complete,
    ),
    Figure(
        "mentors_per_volunteer",
        "Support mentors for each volunteer",
        Unit.MENTOR,
        "How many support mentors each pilot volunteer had on the last day, if all had as many.",
        answer=answers.mentors_each,
    ),
    Figure(
        "giving_time_routes",
        "Ways to give time",
        Unit.ROUTES,
        "The routes by which time can be promised.",
        answer=lambda period: Value(len(Route)),
    ),
    Figure(
        "scheme_elements",
        "Elements of the scheme",
        Unit.ELEMENTS,
        "The kinds of promise that there are.",
        answer=lambda period: Value(len(PledgeKind)),
    ),
    Figure(
        "project_team_months",
        "Months the project team has met",
        Unit.MONTHS,
        "Whole months from the team's first month to the last day's.",
        answer=answers.team_months,
    ),
    Figure(
        "planning_year",
        "Year the planning was done",
        Unit.YEAR,
        "The year of the planning milestone.",
        answer=answers.planning_year,
    ),
    Figure(
        "launch",
        "Launch",
        Unit.MONTH,
        "The launch milestone, as exactly as it is known.",
        answer=answers.launch,
    ),
    Figure(
        "report_cadence_months",
        "Months between reports",
        Unit.MONTHS,
        "How often the council's series of reports is due.",
        answer=answers.cadence,
    ),
    Figure(
        "strategic_priorities",
        "Strategic priorities",
        Unit.PRIORITIES,
        "Priorities of the council's own strategy.",
        answer=lambda period: answers.count(Priority),
    ),
    Figure(
        "council_asks_areas",
        "Areas of action asked for",
        Unit.AREAS,
        "Audiences of whom the strategy asks something.",
        answer=answers.areas,
    ),
    Figure(
        "ofsted_issues",
        "Issues that Ofsted reported",
        Unit.ISSUES,
        "Findings of the inspection that the strategy answers.",
        answer=lambda period: answers.count(Finding),
    ),
    Figure(
        "gift_of_giving",
        "Gift of Giving",
        Unit.CADENCE,
        "How often the newest Gift of Giving comes round.",
        answer=answers.how_often_gifts,
    ),
)
SHARED = ("grants_awarded_total", "grants_awarded_count")
KEYS = (*(figure.key for figure in FIGURES), *SHARED)
