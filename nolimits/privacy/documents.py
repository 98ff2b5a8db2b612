"""The record of processing and the impact assessment, written from the field dictionary.

What is held, why, by what right and how long cannot go stale: a test compares the documents with
what the commands print. What is risked and done against it is the text of privacy/risks.py.
"""

from collections.abc import Iterator

from nolimits.kernel.crypto import Sealed
from nolimits.kernel.dictionary import Category, Entry, everything
from nolimits.kernel.pages import counted
from nolimits.privacy import notice
from nolimits.privacy.risks import ADVICE, NECESSITY, NOT_CLAIMED, RISKS, WHO_SEES, WHOSE

NOTE = "Printed by `flask privacy {name}` from the models; change those, then print it again."


def record() -> str:
    """The record of processing activities (UK GDPR, Article 30), in Markdown."""
    lines = [
        "# Record of processing",
        "",
        NOTE.format(name="record"),
        "",
        "The controller is the council. Nothing is sold, nothing leaves the United Kingdom by us, "
        "and no computer decides about anybody.",
        "",
        "| purpose | by what right | whose data | what kind | who sees it | how long |",
        "|---|---|---|---|---|---|",
    ]
    for use in notice.uses():
        right = "; ".join([use.purpose.basis.value, *use.conditions])
        kinds = ", ".join(one.words for one in use.kinds)
        periods = "; ".join(dict.fromkeys(one.words for one in use.periods))
        lines.append(
            f"| **{use.purpose.title}**: {use.purpose.words} | {right} | {WHOSE[use.purpose]} "
            f"| {kinds} | {WHO_SEES[use.purpose]} | {periods} |"
        )
    lines += ["", "## What stays until the scheme ends", ""]
    lines += [f"- the {one.title}: {one.stays}" for one in notice.staying()]
    lines += ["", "## Every table", "", "| table | purpose | what kind | sealed | how long |"]
    lines += ["|---|---|---|---|---|", *_tables()]
    return "\n".join([*lines, ""])


def _tables() -> Iterator[str]:
    """One line for each table that holds something about people."""
    by_table: dict[str, list[tuple[str, Entry, bool]]] = {}
    for model, column, entry in everything():
        if entry.category not in notice.ABOUT_NOBODY:
            sealed = isinstance(column.type, Sealed)
            by_table.setdefault(model.__tablename__, []).append((column.name, entry, sealed))
    for table, columns in by_table.items():
        entries = [entry for _, entry, _ in columns]
        kinds = [one for one in Category if one in {entry.category for entry in entries}]
        periods = list(dict.fromkeys(entry.keep.words for entry in entries))
        closed = ", ".join(f"`{name}`" for name, _, shut in columns if shut)
        yield (
            f"| `{table}` | {entries[0].purpose.title} | {', '.join(one.words for one in kinds)} "
            f"| {closed or 'none'} | {'; '.join(periods)} |"
        )


def dpia() -> str:
    """The data protection impact assessment (R-DP-3), in Markdown."""
    uses = notice.uses()
    sealed = sum(isinstance(column.type, Sealed) for _, column, _ in everything())
    special = [use.purpose.title for use in uses if use.conditions]
    lines = [
        "# Data protection impact assessment",
        "",
        NOTE.format(name="dpia"),
        "",
        "It must be made before the scheme goes live: children and vulnerable people are on the "
        "Information Commissioner's list of what needs one. The data protection officer signs a "
        "copy of it, and again whenever it changes.",
        "",
        "## What is done with data, and why",
        "",
        *(
            f"- **{use.purpose.title}**: to {use.purpose.words}. By {use.purpose.basis.value}. "
            f"{counted(use.columns, 'column')} in {counted(len(use.tables), 'table')}."
            for use in uses
        ),
        "",
        f"Criminal-offence or special category data is held for: {', '.join(special)}. The "
        "conditions are named in the [record of processing](record-of-processing.md). "
        f"{sealed} columns are sealed: the database holds them encrypted.",
        "",
    ]
    return "\n".join([*lines, *_judged(), ""])


def _judged() -> list[str]:
    """What people judge: need, risks with their answers, what is not claimed, whose advice."""
    return [
        "## Is it necessary, and no more than that?",
        "",
        *(f"- {one}" for one in NECESSITY),
        "",
        "## Risks, and what is done against them",
        "",
        "| what could happen, to whom | how | likely, before | grave | what is done | left |",
        "|---|---|---|---|---|---|",
        *(f"| {' | '.join(one)} |" for one in RISKS),
        "",
        "## What is not claimed",
        "",
        *(f"- {one}" for one in NOT_CLAIMED),
        *(
            f"- `{column}` is not sealed: {entry.in_clear}."
            for _, column, entry in everything()
            if entry.in_clear
        ),
        "",
        "## Advice and consent",
        "",
        *(f"- {one}" for one in ADVICE),
    ]
