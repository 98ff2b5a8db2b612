"""flask check, audit verify and routes-table: whether all is well, and who may do what."""

import json
import sys
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from nolimits.commands.database import WithDatabase
from nolimits.kernel import audit, health
from nolimits.kernel.permissions import TABLE
from nolimits.retention import queries as retention

audits = WithDatabase("audit", help="The trail of what was done.")


@audits.command("verify")
def audit_verify() -> None:
    """Walk the whole audit trail; exit 1 and say what is wrong if anything was tampered with."""
    wrong = list(audit.verify())
    if (lost := retention.lost_reasons()) > 0:
        reasons = "reason is" if lost == 1 else "reasons are"
        wrong.append(f"{lost} {reasons} gone that no removal took")
    for sentence in wrong:
        click.echo(sentence)
    if wrong:
        sys.exit(1)
    entries, end = audit.end_of_trail()
    click.echo(f"{entries} entries, each follows the one before. The trail ends in {end}.")


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def check(as_json: bool) -> None:
    """Look at all that must be in order; exit 1 if one is wrong, and warn of who stands alone."""
    findings = health.check()
    well = all(finding.well for finding in findings)
    if as_json:
        parts = [finding._asdict() for finding in findings]
        click.echo(json.dumps({"well": well, "checks": parts}, indent=1))
    else:
        for finding in findings:
            mark = "WRONG" if not finding.well else "warn " if finding.warns else "ok   "
            click.echo(f"{mark} {finding.name}: {finding.words}")
    if not well:
        sys.exit(1)


@click.command("routes-table")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@with_appcontext
def routes_table(as_json: bool) -> None:
    """Every route with its methods, its permission, and the roles that it admits."""
    table = routes()
    if as_json:
        click.echo(json.dumps(table, indent=1))
        return
    for row in table:
        admits = ", ".join(row["rules"])
        click.echo(f"{','.join(row['methods']):10} {row['rule']:45} {row['permission']}: {admits}")


def routes() -> list[dict[str, Any]]:
    """The live route map with the lines of the permission table that guard it."""
    rows = []
    for rule in sorted(current_app.url_map.iter_rules(), key=lambda rule: rule.rule):
        view: Any = current_app.view_functions[rule.endpoint]
        permission = getattr(view, "permission", None)
        lines = TABLE[permission] if permission else []
        about = getattr(view, "about", None)
        rows.append(
            {
                "rule": rule.rule,
                "endpoint": rule.endpoint,
                "methods": sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}),
                "permission": permission.value if permission else "public files",
                "record": about.__tablename__ if about else None,
                "public": permission is None or any(line.public for line in lines),
                "rules": [line.name for line in lines] or ["anyone"],
                "roles": sorted({role.value for line in lines for role in line.roles}),
            }
        )
    return rows
