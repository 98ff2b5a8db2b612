"""The pages on which a claim goes one step on: what each says and does."""

from typing import Any

from flask import url_for

from nolimits.expenses import checking, operations, paying, queries
from nolimits.expenses.forms import AnswerForm, ReasonForm, SendForm
from nolimits.expenses.kinds import About, AskState, ExpenseKind, ExpenseState
from nolimits.expenses.models import ExpenseClaim, ExpenseFile, ExpenseLine, PreApproval
from nolimits.expenses.stages import STATES
from nolimits.funds.forms import PaidForm
from nolimits.kernel import clock
from nolimits.kernel.acts import Act, SeenForm
from nolimits.kernel.money import pounds
from nolimits.kernel.pages import counted, day
from nolimits.kernel.permissions import Permission

ALL: list[Act] = []
SENT = "This claim was sent, so it cannot be changed now"
STEPS = {"send": "submit"}
ASKED_FOR = {About.ACTIVITIES: "inviting along", About.TRAINING: "coming to training"}


def _my_claim(claim: ExpenseClaim) -> str:
    return url_for("expenses.my_claim", key=claim.reference)


def _claim(claim: ExpenseClaim) -> str:
    return url_for("expenses.claim", key=claim.reference)


def _shut(name: str) -> Any:
    return lambda claim: ". ".join(STATES.refusals(claim, STEPS.get(name, name)))


def _without_papers(form: Any, claim: ExpenseClaim) -> None:
    """Only who drove is asked for licence, insurance and MOT."""
    if not any(one.kind is ExpenseKind.CAR for one in claim.lines):
        del form.papers


def _to_send(claim: ExpenseClaim) -> str:
    total = pounds(sum(one.pence for one in claim.lines))
    miles = (
        " What your miles come to may change when it is sent: they are counted over the tax year."
    )
    return (
        f"You claim {total} for {counted(len(claim.lines), 'thing')}."
        f"{miles if any(one.tenths for one in claim.lines) else ''}\n"
        "Somebody of the team looks at it, and finance pays it. You cannot change it meanwhile."
    )


def _mine(name: str, path: str, on: type[Any], *words: Any, **more: Any) -> None:
    ALL.append(Act(name, path, on, Permission.CHANGE_OWN_EXPENSE, *words, **more))


_mine(
    "send",
    "/my-expenses/<key>/send",
    ExpenseClaim,
    "Send your claim",
    _to_send,
    "Send it",
    "Sent. We write to you when it is paid, or if something has to be mended",
    run=lambda claim, form, by: operations.submit(
        claim, by=by, papers=bool("papers" in form and form.papers.data)
    ),
    form=SendForm,
    fit=_without_papers,
    shut=_shut("send"),
    after=_my_claim,
)
_mine(
    "throw_away",
    "/my-expenses/<key>/throw-away",
    ExpenseClaim,
    "Throw this claim away",
    "Everything in it is removed for good, the receipts too.",
    "Throw it away",
    "The claim is gone",
    run=lambda claim, form, by: operations.throw_away(claim, by=by),
    shut=lambda claim: "" if claim.state is ExpenseState.DRAFT else SENT,
    after=lambda claim: url_for("expenses.my_expenses"),
    back=_my_claim,
    variant="warning",
)
_mine(
    "remove_line",
    "/my-expense-lines/<key>/remove",
    ExpenseLine,
    "Take this out",
    lambda line: f"{pounds(line.pence)} on {day(line.day)}: {line.what}. Its receipt goes with it.",
    "Take it out",
    "It is out of your claim",
    run=lambda line, form, by: operations.remove_line(line, by=by),
    shut=lambda line: "" if "submit" in STATES.possible(line.claim) else SENT,
    after=lambda line: url_for("expenses.my_expenses"),
    back=lambda line: _my_claim(line.claim),
    variant="warning",
)


def _check(name: str, permission: Permission, *words: Any, **more: Any) -> None:
    operation = getattr(checking, name)
    if name == "approve":
        more["run"] = lambda claim, form, by: operation(claim, seen=form.seen.data, by=by)
    elif "form" in more:
        more["run"] = lambda claim, form, by: operation(claim, form.reason.data, by=by)
    else:
        more["run"] = lambda claim, form, by: operation(claim, by=by)
    path = f"/expenses/<key>/{name}"
    more |= {"shut": _shut(name), "after": _claim}
    ALL.append(Act(name, path, ExpenseClaim, permission, *words, **more))


_check(
    "approve",
    Permission.APPROVE_EXPENSE,
    "Approve this claim",
    lambda claim: (
        f"{pounds(claim.pence)} for {claim.person.name}. The money is promised in the ledger at "
        "once, and finance pays it. You cannot pay what you approved."
    ),
    "Approve it",
    "Approved. Finance pays it next",
    form=SeenForm,
    seen=queries.print_of,
)
_check(
    "query",
    Permission.CHECK_EXPENSE,
    "Give this claim back",
    "Whoever claims it reads your words, mends it and sends it again.",
    "Give it back",
    "Given back. You see it again once it is mended",
    form=ReasonForm,
)
_check(
    "reject",
    Permission.CHECK_EXPENSE,
    "Pay nothing of this claim",
    "Whoever claims it reads your words. It cannot be sent again. To have something mended, give "
    "it back instead.",
    "Pay nothing",
    "Nothing of it is paid. They have been told",
    form=ReasonForm,
    variant="warning",
)
ALL.append(
    Act(
        "answer_ask",
        "/expense-asks/<key>",
        PreApproval,
        Permission.CHECK_EXPENSE,
        "Asked before it is spent",
        lambda ask: (
            f"{ask.person.name} would like to spend {pounds(ask.pence)} on {day(ask.planned_on)}, "
            f"on {f'match {ask.match.reference}' if ask.match else ASKED_FOR[ask.about]}.\n"
            f"{ask.what}\nIf you agree, it does not count towards what is agreed for a month or in "
            "all, and somebody else checks the claim."
        ),
        "Answer",
        "They have been told",
        run=lambda ask, form, by: checking.answer_ask(ask, form.agree.data == "yes", by=by),
        form=AnswerForm,
        shut=lambda ask: (
            "This was answered already, or its day is over"
            if ask.state is not AskState.ASKED or ask.planned_on < clock.today()
            else ""
        ),
        after=lambda ask: url_for("expenses.claims"),
    )
)
ALL.append(
    Act(
        "pay",
        "/expenses/<key>/pay",
        ExpenseClaim,
        Permission.PAY_EXPENSE,
        "This claim is paid",
        lambda claim: (
            f"{pounds(claim.pence)} to {claim.person.name}. Pay it first, then write the reference "
            "down here. The ledger shows it at once, and they get a message."
        ),
        "It is paid",
        "Paid, and in the ledger",
        run=lambda claim, form, by: paying.pay(claim, form.payment_reference.data, by=by),
        form=PaidForm,
        shut=_shut("pay"),
        after=lambda claim: url_for("expenses.payment", key=claim.reference),
    )
)
ALL.append(
    Act(
        "pay_all",
        "/expense-files/<key>/pay",
        ExpenseFile,
        Permission.PAY_EXPENSE,
        "Everything in this file is paid",
        "Every claim in it that is not paid yet, with one reference. If one of them could not be "
        "paid, say of each other that it is paid instead, on its own page.",
        "All of it is paid",
        "Paid, and in the ledger",
        run=lambda file, form, by: paying.pay_all(file, form.payment_reference.data, by=by),
        form=PaidForm,
        after=lambda file: url_for("expenses.file", key=file.reference),
    )
)
