"""Pages of campaigns: gifts by code for everyone; who a code stands for, for the coordinator."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from nolimits.campaigns import operations, queries
from nolimits.campaigns.forms import CampaignForm, GiftsForm, ItemForm, NeedForm, WithdrawForm
from nolimits.campaigns.models import (
    Campaign,
    CampaignKind,
    GiftItem,
    GiftNeed,
    GiftState,
)
from nolimits.funds import queries as funds
from nolimits.funds.sources import tells_of
from nolimits.kernel import clock, reads
from nolimits.kernel.actors import Actor, Role
from nolimits.kernel.errors import Refused
from nolimits.kernel.forms import Form
from nolimits.kernel.my_page import Section, Task, adds_section, adds_tasks
from nolimits.kernel.pages import at_time, counted, current_person, paged, render, requires
from nolimits.kernel.permissions import Permission
from nolimits.kernel.top_bar import in_top_bar
from nolimits.strategy import queries as strategy

bp = Blueprint("campaigns", __name__)

in_top_bar(
    "Campaigns",
    "campaigns.campaigns",
    Permission.SEE_CAMPAIGNS,
    order=60,
    group="Giving",
    daily={Role.FINANCE_OFFICER},
)
tells_of(GiftNeed, "Gift", "campaigns.gift")


@bp.get("/campaigns")
@requires(Permission.SEE_CAMPAIGNS)
def campaigns() -> ResponseReturnValue:
    mine = queries.taken_on_by(current_person().id)
    action = request.args.get("action", "")
    return render("campaigns/campaigns.html", campaigns=queries.campaigns(action), mine=mine)


@adds_section(order=40)
def my_gifts(person: Actor) -> Section | None:
    """The gifts that somebody takes on, on their own page."""
    gifts = queries.taken_on_by(person.id)
    return Section("campaigns/my_gifts.html", {"gifts": gifts}) if gifts else None


@adds_tasks(order=5)
def to_pay(person: Actor) -> list[Task]:
    """A gift that is kept for somebody until they pay."""
    return [
        Task(
            f"Pay for gift {gift.reference}",
            "Due soon",
            url_for("campaigns.gift", key=gift.reference),
            f"We keep it for you until {at_time(gift.reserved_until)}",
        )
        for gift in queries.taken_on_by(person.id)
        if gift.reserved_until and not (gift.promised_on or gift.lapsed)
    ]


@bp.route("/campaigns/new", methods=["GET", "POST"])
@requires(Permission.RUN_CAMPAIGN)
def open_campaign() -> ResponseReturnValue:
    form = CampaignForm(funds.open_funds(), list(strategy.by_keys().values()))
    if form.validate_on_submit():
        with form.refusals():
            campaign = operations.open_campaign(**form.values(), by=current_person())
            flash("The campaign is open. Say next what is needed")
            everyone = campaign.kind is CampaignKind.GIFT_OF_GIVING
            needs = ".add_needs" if everyone else ".add_gift_need"
            return redirect(url_for(needs, key=campaign.reference), 303)
    return render("campaigns/open_campaign.html", form=form)


@bp.get("/campaigns/<key>")
@requires(Permission.SEE_CAMPAIGNS, on=Campaign)
def campaign(campaign: Campaign) -> ResponseReturnValue:
    return render(
        "campaigns/campaign.html",
        campaign=campaign,
        figures=queries.figures(campaign),
        page=paged(queries.free(campaign)),
        kinds_told=queries.kinds_told(campaign, current_person()),
        running=campaign.runs_on(clock.today()),
    )


@bp.route("/campaigns/<key>/needs", methods=["GET", "POST"])
@requires(Permission.RUN_CAMPAIGN, on=Campaign)
def add_needs(campaign: Campaign) -> ResponseReturnValue:
    form = ItemForm()
    if form.validate_on_submit():
        with form.refusals():
            item = GiftItem(form.item.data)
            number = operations.add_needs_for_everyone(campaign, item, by=current_person())
            flash(f"{counted(number, 'gift')} added, each with a code of its own")
            return redirect(url_for(".work", key=campaign.reference), 303)
    waiting = len(queries.without_a_need(campaign))
    return render("campaigns/add_needs.html", form=form, campaign=campaign, waiting=waiting)


@bp.route("/campaigns/<key>/needs/one", methods=["GET", "POST"])
@requires(Permission.RUN_CAMPAIGN, on=Campaign)
def add_gift_need(campaign: Campaign) -> ResponseReturnValue:
    form = NeedForm()
    if form.validate_on_submit() and form.found:
        with form.refusals():
            item = GiftItem(form.item.data)
            gift = operations.add_gift_need(campaign, form.found, item, by=current_person())
            flash(f"Gift {gift.reference} is added")
            return redirect(url_for(".work", key=campaign.reference), 303)
    return render("campaigns/add_gift_need.html", form=form, campaign=campaign)


@bp.route("/campaigns/<key>/close", methods=["GET", "POST"])
@requires(Permission.RUN_CAMPAIGN, on=Campaign)
def close_campaign(campaign: Campaign) -> ResponseReturnValue:
    form = Form()
    if form.validate_on_submit():
        with form.refusals():
            operations.close_campaign(campaign, by=current_person())
            flash("The campaign is closed. Gifts taken on are still bought and given")
            return redirect(url_for(".campaign", key=campaign.reference), 303)
    figures = queries.figures(campaign)
    return render("campaigns/close_campaign.html", form=form, campaign=campaign, figures=figures)


@bp.route("/campaigns/<key>/work", methods=["GET", "POST"])
@requires(Permission.RUN_CAMPAIGN, on=Campaign)
def work(campaign: Campaign) -> ResponseReturnValue:
    state = request.values.get("state", "")
    page = paged(queries.gifts(campaign, state))
    form = GiftsForm(page.items)
    if form.validate_on_submit():
        with form.refusals():
            done = _done(request.form.get("done", ""))
            number = operations.mark(form.gifts, done, by=current_person())
            flash(f"{counted(number, 'gift')} marked as {done}")
            return redirect(url_for(".work", key=campaign.reference, state=state), 303)
    context = {"page": page, "state": state, "figures": queries.figures(campaign)}
    return render("campaigns/work.html", form=form, campaign=campaign, **context)


@bp.route("/campaigns/<key>/fund", methods=["GET", "POST"])
@requires(Permission.FUND_GIFT, on=Campaign)
def fund_gifts(campaign: Campaign) -> ResponseReturnValue:
    gifts = queries.to_fund(campaign)
    form = GiftsForm(gifts)
    if form.validate_on_submit():
        with form.refusals():
            number = operations.mark(form.gifts, GiftState.FUNDED, by=current_person())
            flash(f"The money for {counted(number, 'gift')} is set aside")
            return redirect(url_for(".fund_gifts", key=campaign.reference), 303)
    told, left = queries.kinds_told(campaign, current_person()), funds.available(campaign.fund)
    context = {"gifts": gifts, "available": left, "kinds_told": told}
    return render("campaigns/fund_gifts.html", form=form, campaign=campaign, **context)


@bp.get("/campaigns/<key>/recipients")
@requires(Permission.SEE_GIFT_RECIPIENT, on=Campaign)
def recipients(campaign: Campaign) -> ResponseReturnValue:
    by = current_person()
    links, waiting = queries.links(campaign, by), queries.without_a_need(campaign, by)
    reads.shown([*(one.young_person for one in links), *waiting], by)
    return render("campaigns/recipients.html", campaign=campaign, links=links, waiting=waiting)


@bp.get("/campaigns/<key>/labels")
@requires(Permission.SEE_GIFT_RECIPIENT, on=Campaign)
def labels(campaign: Campaign) -> ResponseReturnValue:
    links = queries.links(campaign, current_person())
    bought = [one for one in links if one.gift_need.state is GiftState.BOUGHT]
    reads.shown([one.young_person for one in bought], current_person())
    return render("campaigns/labels.html", campaign=campaign, links=bought)


@bp.post("/campaigns/<key>/take")
@requires(Permission.RESERVE_GIFT, on=Campaign)
def reserve_any(campaign: Campaign) -> ResponseReturnValue:
    if gift := queries.any_free(campaign):
        return _reserved(gift)
    flash("None waits for somebody just now. Thank you for asking")
    return redirect(url_for(".campaign", key=campaign.reference), 303)


@bp.post("/gifts/<key>/take")
@requires(Permission.RESERVE_GIFT, on=GiftNeed)
def reserve(gift: GiftNeed) -> ResponseReturnValue:
    return _reserved(gift)


def _reserved(gift: GiftNeed) -> ResponseReturnValue:
    try:
        operations.reserve(gift, by=current_person())
    except Refused as refusal:
        flash(refusal.message, "error")
        return redirect(url_for(".campaign", key=gift.campaign.reference), 303)
    return redirect(url_for(".gift", key=gift.reference), 303)


@bp.get("/gifts/<key>")
@requires(Permission.KEEP_GIFT, on=GiftNeed)
def gift(gift: GiftNeed) -> ResponseReturnValue:
    by, campaign = current_person(), gift.campaign
    context = {"mine": gift.reserved_by_id == by.id, "told": queries.kinds_told(campaign, by)}
    return render("campaigns/gift.html", gift=gift, campaign=campaign, form=Form(), **context)


@bp.post("/gifts/<key>/paid")
@requires(Permission.KEEP_GIFT, on=GiftNeed)
def promise_payment(gift: GiftNeed) -> ResponseReturnValue:
    try:
        operations.promise_payment(gift, by=current_person())
    except Refused as refusal:
        flash(refusal.message, "error")
    return redirect(url_for(".gift", key=gift.reference), 303)


@bp.route("/gifts/<key>/let-go", methods=["GET", "POST"])
@requires(Permission.KEEP_GIFT, on=GiftNeed)
def release(gift: GiftNeed) -> ResponseReturnValue:
    form, key = Form(), gift.campaign.reference
    if form.validate_on_submit():
        with form.refusals():
            operations.release(gift, by=current_person())
            flash("Somebody else can take this gift on now")
            return redirect(url_for(".campaign", key=key), 303)
    return render("campaigns/release.html", form=form, gift=gift)


@bp.route("/gifts/<key>/withdraw", methods=["GET", "POST"])
@requires(Permission.RUN_CAMPAIGN, on=GiftNeed)
def withdraw(gift: GiftNeed) -> ResponseReturnValue:
    form = WithdrawForm()
    if form.validate_on_submit():
        with form.refusals():
            operations.withdraw(gift, form.reason.data, by=current_person())
            flash(f"Gift {gift.reference} is withdrawn")
            return redirect(url_for(".work", key=gift.campaign.reference), 303)
    return render("campaigns/withdraw.html", form=form, gift=gift)


def _done(word: str) -> GiftState:
    """What a button of the work list says of the gifts chosen."""
    if word not in (GiftState.BOUGHT, GiftState.GIVEN):
        raise Refused("Say whether they were bought or given")
    return GiftState(word)


strategy.served_by("Campaigns", queries.serving, Permission.SEE_CAMPAIGNS, "campaigns.campaigns")
