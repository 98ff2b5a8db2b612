"""Pages of matching: the pool, matches, and what the two people of a match see."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.kernel import clock, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.acts import add_act
from nolimits.kernel.my_page import Task, adds_tasks
from nolimits.kernel.pages import current_person, render, render_list, requires
from nolimits.kernel.permissions import Permission, can
from nolimits.kernel.rules import keeps_apart
from nolimits.kernel.top_bar import in_top_bar
from nolimits.matching import operations, own, queries, reasons, stages, steps
from nolimits.matching.forms import SuggestForm
from nolimits.matching.models import Match, MatchState, Whose
from nolimits.matching.wording import FILE
from nolimits.photos import queries as photos
from nolimits.photos.views import as_picture
from nolimits.safeguarding.about import About, stands_for
from nolimits.strategy.queries import served_by
from nolimits.volunteers.models import Volunteer
from nolimits.young_people import queries as young_people_queries
from nolimits.young_people.home import Tile, add_tile
from nolimits.young_people.models import YoungPerson

bp = Blueprint("matching", __name__)

in_top_bar(
    "Matching",
    "matching.pool",
    Permission.SEE_MATCHES,
    order=32,
    group="Young people",
    daily={Role.COORDINATOR, Role.SAFEGUARDING_LEAD},
)
in_top_bar(
    "My young people",
    "matching.my_matches",
    Permission.SEE_OWN_GIVING,
    order=55,
    group="Young people",
    daily={Role.VOLUNTEER},
    helps=lambda person: Role.VOLUNTEER in person.roles,
)
served_by("Matches", queries.count_serving, Permission.SEE_MATCHES, "matching.matches")


@stands_for("M")
def about(reference: str, by: Actor) -> About:
    """Whom a worry is about that begins on a page of a match."""
    match = Match.by_key(reference)
    seen = can(by, Permission.SEE_MATCH, match)
    return About(match.young_person, match.volunteer.person, seen) if match else About()


NEXT: dict[MatchState, tuple[str, str]] = {
    # What comes next from each state, and the page that does it.
    MatchState.SUGGESTED: ("Ask the volunteer", "propose"),
    MatchState.PROPOSED: ("Wait for the volunteer's answer", ""),
    MatchState.VOLUNTEER_AGREED: ("Wait for the young person's answer", ""),
    MatchState.YOUNG_PERSON_AGREED: ("Confirm that they may meet", "confirm_checks"),
    MatchState.CHECKS_CONFIRMED: ("Arrange the first meeting", "arrange_introduction"),
    MatchState.INTRODUCTION_ARRANGED: ("Start the trial", "start_trial"),
    MatchState.TRIAL: ("Go on after the trial", "start"),
    MatchState.ON_HOLD: ("Go on where they stood", "resume"),
    MatchState.ENDING: ("Close the match", "close"),
}


@adds_tasks(order=15)
def to_talk_over(person: Actor) -> list[Task]:
    """A worker talks a mentor over with their young person, and writes down each yes."""
    return [
        Task(
            f"Talk over a mentor with {match.young_person.reference}",
            "Incomplete",
            url_for("matching.match", key=match.reference),
            "We need your yes and their carer's before they meet",
        )
        for match in own.to_talk_over(person)
    ]


SAID: dict[MatchState, str] = {
    # Where a match stands, as its volunteer reads it.
    MatchState.PROPOSED: "Waiting for you",
    MatchState.VOLUNTEER_AGREED: "You said yes",
    MatchState.YOUNG_PERSON_AGREED: "You both said yes",
    MatchState.CHECKS_CONFIRMED: "All in order",
    MatchState.INTRODUCTION_ARRANGED: "First meeting",
    MatchState.TRIAL: "Trying it",
    MatchState.ACTIVE: "Meeting",
    MatchState.ON_HOLD: "On hold",
    MatchState.ENDING: "Ending",
}


@bp.get("/matching")
@requires(Permission.SEE_MATCHES)
def pool() -> ResponseReturnValue:
    pool = queries.pool_for(current_person())
    reads.shown(pool.young_people.values(), current_person())
    return render("matching/pool.html", pool=pool, reasons=reasons, form=SuggestForm())


@bp.post("/matching/suggest")
@requires(Permission.PROPOSE_MATCH)
def suggest() -> ResponseReturnValue:
    form = SuggestForm()
    volunteer = Volunteer.by_key(form.volunteer.data or "")
    young_person = YoungPerson.by_key(form.young_person.data or "")
    apart = keeps_apart(current_person(), young_person)  # then the code is nobody's
    if volunteer and young_person and not apart and form.validate_on_submit():
        with form.refusals():
            match = operations.suggest(volunteer, young_person, by=current_person())
            return redirect(url_for(".match", key=match.reference), 303)
    return render("matching/not_suggested.html", form=form)


@bp.get("/matches")
@requires(Permission.SEE_MATCHES)
def matches() -> ResponseReturnValue:
    wanted = {name: request.args.get(name, "") for name in ("group", "area", "code", "action")}
    sort = request.args.get("sort", "")
    return render_list(
        "matching/matches.html",
        queries.matches(current_person(), sort=sort, **wanted),
        FILE,
        wanted=wanted,
        groups=queries.GROUPS,
        areas=young_people_queries.areas(),
    )


@bp.get("/matches/<key>")
@requires(Permission.SEE_MATCH, on=Match)
def match(match: Match) -> ResponseReturnValue:
    words, name = NEXT.get(match.state, ("", ""))
    step = f"resume_{match.stood_at.value}" if name == "resume" else name
    return render(
        "matching/match.html",
        match=match,
        next_words=words,
        next_name=name,
        waiting_for=stages.STATES.refusals(match, step) if step else [],
        possible=stages.STATES.possible(match),
        whose=list(Whose),
        history=young_people_queries.history(match),
    )


@bp.get("/my-matches")
@requires(Permission.SEE_OWN_GIVING)
def my_matches() -> ResponseReturnValue:
    found, nothing = own.of_volunteer(current_person()), own.came_to_nothing(current_person())
    reads.shown([one for one in found if one.state is not MatchState.ON_HOLD], current_person())
    is_volunteer = Role.VOLUNTEER in current_person().roles
    shown = {"nothing": nothing, "is_volunteer": is_volunteer, "said": SAID}
    shown["on_break"] = is_volunteer and own.is_on_break(current_person())
    return render("matching/my_matches.html", matches=found, **shown)


@bp.get("/my-matches/<key>")
@requires(Permission.ANSWER_AS_VOLUNTEER, on=Match)
def my_match(match: Match) -> ResponseReturnValue:
    meeting = match.mentor_person_id is not None
    shares = young_people_queries.shares_profile(match.young_person)
    shown = {"match": match, "meeting": meeting, "shares": shares, "said": SAID}
    return render("matching/my_match.html", today=clock.today(), **shown)


def _news(person: Actor) -> str:
    """What the picture of the front page says: that somebody waits for an answer, first of all."""
    found = own.of_young_person(person)
    asks = found and not any(one.taken_up_on for one in found)
    return "Somebody would like to meet you" if asks else "Who I meet"


add_tile(Tile("My mentor", "people", "matching.my_mentor", _news, order=10))


@bp.get("/me/mentor")
@requires(Permission.SEE_MY_PAGES)
def my_mentor() -> ResponseReturnValue:
    found = own.of_young_person(current_person())
    mine = next((one for one in found if one.taken_up_on), None)
    young_person = young_people_queries.of_person(current_person())
    faces = photos.have_one({one.volunteer.person_id for one in found})
    shown = {"match": mine, "found": found, "young_person": young_person, "faces": faces}
    lost = not mine and own.lost_by(current_person())
    return render("matching/my_mentor.html", today=clock.today(), lost=lost, **shown)


@bp.get("/me/mentor/<key>")
@requires(Permission.ANSWER_AS_YOUNG_PERSON, on=Match)
def profile(match: Match) -> ResponseReturnValue:
    faces = photos.have_one({match.volunteer.person_id})
    return render("matching/profile.html", match=match, faces=faces)


@bp.get("/me/mentor/<key>/photo")
@requires(Permission.ANSWER_AS_YOUNG_PERSON, on=Match)
def mentor_photo(match: Match) -> ResponseReturnValue:
    return as_picture(None if match.ended_on else photos.picture_shown(match.volunteer.person))


for act in steps.ALL:
    add_act(bp, act)
