"""Pages of the strategy: the council's plan on a page, its actions, and other councils' plans."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from nolimits.kernel.actors import Role
from nolimits.kernel.pages import current_person, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.settings import settings
from nolimits.kernel.top_bar import in_top_bar
from nolimits.strategy import queries
from nolimits.strategy.models import Action, Strategy

bp = Blueprint("strategy", __name__)

in_top_bar(
    "Strategy",
    "strategy.plan",
    Permission.SEE_STRATEGY,
    order=20,
    group="Telling",
    daily={Role.BOARD_READER, Role.COUNCILLOR},
    helps=lambda person: person.roles != {Role.YOUNG_PERSON},
)


@bp.get("/strategy")
@requires(Permission.SEE_STRATEGY)
def plan() -> ResponseReturnValue:
    plan = queries.plan(settings().council)
    return render("strategy/plan.html", plan=plan, principles=queries.principles())


@bp.get("/strategies")
@requires(Permission.SEE_STRATEGY)
def strategies() -> ResponseReturnValue:
    return render("strategy/strategies.html", summaries=queries.summaries())


@bp.get("/strategies/<key>")
@requires(Permission.SEE_STRATEGY, on=Strategy)
def strategy(strategy: Strategy) -> ResponseReturnValue:
    return render("strategy/plan.html", plan=queries.plan(strategy.key), other=True)


@bp.get("/strategy/actions/<key>")
@requires(Permission.SEE_STRATEGY, on=Action)
def action(action: Action) -> ResponseReturnValue:
    served = queries.served(action, to=current_person())
    return render("strategy/action.html", action=action, served=served)
