"""The scan harms nothing, and what it could not see is no success."""

import os

import pytest

from tests.factories.people import staff
from tests.factories.young_people import signed_in_young_person
from tests.scan import __main__ as scan
from tests.scan import control, product
from tests.scan.programs import Finding

COUNTED = {"counts": {"requests": 900, "200": 800, "signed in": 500}, "faults": {}}


@pytest.fixture
def flawed(tmp_path):
    """Somebody who attacks the control."""
    return control.make(tmp_path / "flawed").test_client()


def test_the_control_reads_its_own_folder_whatever_path_it_is_given(flawed):
    for path in ("../../../../etc/passwd", "/etc/passwd", "../etc/passwd"):
        assert flawed.get("/read", query_string={"file": path}).text == control.PASSWORDS
    assert flawed.get("/read", query_string={"file": "../../../../../etc/hostname"}).text == ""
    assert flawed.get("/read", query_string={"file": "/proc/self/environ"}).text == ""


def test_the_control_runs_no_command_and_writes_no_file(flawed, tmp_path, monkeypatch):
    before = {path: path.stat().st_mtime for path in tmp_path.rglob("*")}
    made = tmp_path / "made"
    for host in (f"; touch {made}", f"$(touch {made})", "; env"):
        flawed.get("/ping", query_string={"host": host})
    flawed.post("/wall", data={"said": "<script>"})
    flawed.post("/search", data={"name": f"'; ATTACH DATABASE '{made}' AS it; --"})

    assert {path: path.stat().st_mtime for path in tmp_path.rglob("*")} == before


def test_each_flaw_of_the_control_is_there(flawed):
    assert flawed.get("/people?name=' OR '1'='1").text.count("<p>") == 3
    assert "<b>" in flawed.get("/hello?name=<b>").text
    assert flawed.get("/go?to=https://elsewhere.example").location.startswith("https://elsewhere")
    assert "PATH=" in flawed.get("/ping?host=;env").text
    assert flawed.get("/language?to=en%0d%0ainjected: yes").headers["injected"] == "yes"


def test_the_scan_never_runs_as_root(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)

    with pytest.raises(SystemExit, match="never runs as root"):
        scan.main("quick", str(tmp_path))


def test_what_the_scan_keeps_away_from_is_there(app):
    addresses = [f"{rule}" for rule in app.url_map.iter_rules()]

    unknown = [one for one in product.LEFT_ALONE if not any(one in path for path in addresses)]
    assert unknown == []


def test_the_scan_shuts_no_account_in_which_it_is_signed_in(app):
    child = signed_in_young_person()
    alone = list(product.whose_accounts([child.person]))

    assert product.left_alone(f"/people/{child.person.reference}/details", alone)
    assert product.left_alone(f"/young-people/{child.reference}/close-page", alone)
    assert not product.left_alone(f"/people/{staff().reference}/details", alone)


def test_a_finding_a_failure_and_too_few_pages_seen_signed_in_are_each_no_success():
    found = [Finding("wapiti", "SQL Injection", "/people")]

    assert scan.report(COUNTED, [], 2, 5, 5) == []
    assert len(scan.report(COUNTED, found, 2, 5, 5)) == 1
    assert len(scan.report({**COUNTED, "faults": {"GET /people": 3}}, [], 2, 5, 5)) == 1
    outside = {"counts": {"requests": 900, "302": 900, "signed in": 2}, "faults": {}}
    assert len(scan.report(outside, [], 2, 5, 5)) == 1
