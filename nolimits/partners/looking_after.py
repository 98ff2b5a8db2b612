"""What is done each night: projects begin and end on their days, totals are asked for."""

from nolimits.kernel import clock, jobs
from nolimits.kernel.actors import SYSTEM, Actor
from nolimits.kernel.db import transaction
from nolimits.kernel.permissions import Permission, require
from nolimits.partners import operations, projects, queries, totals
from nolimits.partners.kinds import OWED, ProjectState


@transaction
def look_after_all(*, by: Actor) -> int:
    """See to each partner and project as the day asks; how much was done."""
    require(by, Permission.RUN_PARTNERS)
    done, today = 0, clock.today()
    for partner in queries.partners():
        done += operations.note_lapse(partner, by=by)
        for project in partner.projects:
            if project.state is ProjectState.AGREED and not projects.STATES.refusals(
                project, "start"
            ):
                projects.start_project(project, by=by)
                done += 1
            elif project.state is ProjectState.RUNNING and project.until_on < today:
                projects.end_project(project, by=by)
                done += 1
            elif project.state is ProjectState.AGREED and project.until_on < today:
                projects.stop_project(project, "Its last day passed before it began", by=by)
                done += 1
            done += totals.ask_for_totals(project, by=by)
            done += sum(
                totals.remind_of_totals(one, by=by) for one in project.totals if one.state in OWED
            )
    return done


@jobs.nightly("partners_to_look_after", hour=6)
def _this_morning() -> int:
    """Early, so that a letter stands on top when a working day begins."""
    return look_after_all(by=SYSTEM)
