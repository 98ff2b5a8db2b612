"""The scan: first of the flawed control, then of No Limits. `.ci/scan` starts it, shut in.

python -m tests.scan quick|full FOLDER
"""

import json
import multiprocessing
import os
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.scan import control, product
from tests.scan.programs import FULL_MODULES, QUICK_MODULES, Finding, sqlmap, wapiti


@dataclass(frozen=True)
class Level:
    """How much is tried, and for how long, in seconds, where it would not end by itself."""

    modules: str
    roles: int
    crawl: int
    attack: int  # by each module
    sqlmap_level: int
    targets: int  # for all of them together


LEVELS = {
    "quick": Level(QUICK_MODULES, 2, 60, 20, 1, 120),
    "full": Level(FULL_MODULES, len(product.SCANNED), 90, 30, 3, 3 * 3600),
}
AT_ONCE = 2
ASKED_EVERY = 120  # whoever does nothing for a quarter of an hour is signed out


class Silent(WSGIRequestHandler):
    """Says nothing of each request."""

    def log(self, kind: str, message: str, *args: object) -> None:
        """Nothing."""


def serve(make: Callable[[], Any], port: int) -> None:
    """One application on this machine only, until its process is ended."""
    app = make()
    make_server("127.0.0.1", port, app, threaded=True, request_handler=Silent).serve_forever()


@contextmanager
def served(make: Callable[[], Any], port: int) -> Iterator[str]:
    """Serve an application in a process of its own; its address."""
    process = multiprocessing.get_context("fork").Process(target=serve, args=(make, port))
    process.start()
    try:
        wait_for(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.kill()
        process.join()


def wait_for(port: int) -> None:
    """Go on once somebody listens."""
    for _ in range(600):
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens at port {port}")


def still_signed_in(port: int, cookie: str) -> bool:
    """Whether a cookie still opens somebody's own page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/account", headers={"Cookie": cookie})
    answer = connection.getresponse()
    return answer.status == 200 and product.SAYS_WHO in answer.read()


@contextmanager
def kept_signed_in(port: int, cookies: Iterable[str]) -> Iterator[None]:
    """Have everybody ask for a page now and then, also whoever waits to be scanned."""
    over = threading.Event()

    def ask() -> None:
        while not over.wait(ASKED_EVERY):
            for cookie in cookies:
                with suppress(OSError, HTTPException):  # a busy server is asked again
                    still_signed_in(port, cookie)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    try:
        yield
    finally:
        over.set()
        asking.join()


def scan_control(folder: Path, level: Level) -> list[str]:
    """The known flaws that were missed."""
    with served(lambda: control.make(folder / "flawed"), 5911) as url:
        found = wapiti(
            url, folder / "wapiti-control", seconds=60, attack=120, modules=level.modules
        )  # small as it is, each module comes to its end sooner
        by_sqlmap = [
            sqlmap(
                url.rstrip("/") + path,
                folder / f"sqlmap-control-{method}",
                data="name=Dana" if method == "POST" else "",
                level=1,
            )
            for method, path in control.INJECTABLE
        ]
    seen = {(one.path, one.what) for one in found}
    missed = [
        f"{what} at {path} (wapiti)" for path, what in control.FLAWS if (path, what) not in seen
    ]
    missed += [
        f"SQL Injection at {method} {path} (sqlmap)"
        for (method, path), one in zip(control.INJECTABLE, by_sqlmap, strict=True)
        if not one
    ]
    known = len(control.FLAWS) + len(control.INJECTABLE)
    print(f"control: found {known - len(missed)} of {known} known flaws", flush=True)
    return missed


def scan_product(folder: Path, level: Level) -> list[str]:
    """What is wrong: each finding, each failure inside, and each role that lost its sign-in."""
    port, findings, wrong = 5912, list[Finding](), list[str]()
    preparing = multiprocessing.get_context("spawn").Process(
        target=product.prepare, args=(folder, port)
    )
    preparing.start()
    preparing.join()
    plan = json.loads((folder / "plan.json").read_text())
    cookies = list(plan["cookies"].items())[: level.roles]
    with (
        served(lambda: product.make(folder, port), port) as url,
        kept_signed_in(port, plan["cookies"].values()),
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        for found in pool.map(lambda one: scan_as(folder, url, *one, plan, level), cookies):
            findings += found
        wrong += signed_out(port, plan, "wapiti")
        tried, hung = scan_targets(folder, url, plan, level, findings, pool)
        wrong += signed_out(port, plan, "sqlmap")
        time.sleep(0.5)
        counted = json.loads((folder / "counts.json").read_text())
    wrong += [f"sqlmap hung at {one['method']} {one['url']}" for one in hung]
    wrong += report(counted, findings, len(cookies), tried, len(plan["targets"]))
    return wrong


def signed_out(port: int, plan: dict[str, Any], by: str) -> list[str]:
    """The roles that a scanner was no longer signed in as when it came to its end."""
    return [
        f"{role} was signed out by the time that {by} ended"
        for role, cookie in plan["cookies"].items()
        if not still_signed_in(port, cookie)
    ]


def scan_as(
    folder: Path, url: str, role: str, cookie: str, plan: dict[str, Any], level: Level
) -> list[Finding]:
    """wapiti, signed in as somebody."""
    return wapiti(
        url,
        folder / f"wapiti-{role}",
        cookie=cookie,
        seconds=level.crawl,
        attack=level.attack,
        modules=level.modules,
        left_alone=plan["left alone"],
    )


def scan_targets(
    folder: Path,
    url: str,
    plan: dict[str, Any],
    level: Level,
    findings: list[Finding],
    pool: ThreadPoolExecutor,
) -> tuple[int, list[dict[str, str]]]:
    """sqlmap at each address and form that takes something: how many until the time was over.

    Also those at which it came to no end.
    """
    until, targets = time.monotonic() + level.targets, plan["targets"]
    first = {target["role"]: number for number, target in reversed(list(enumerate(targets)))}

    def attack(number: int) -> list[Finding] | None:
        target = targets[number]
        return sqlmap(
            url.rstrip("/") + target["url"],
            folder / f"sqlmap-{number}",
            data=target["data"],
            cookie=plan["cookies"][target["role"]],
            level=level.sqlmap_level,
            alone=number != first[target["role"]],
        )

    def in_time(number: int) -> tuple[int, list[Finding] | None] | None:
        return (number, attack(number)) if time.monotonic() < until else None

    done = [one for one in pool.map(in_time, range(len(targets))) if one is not None]
    for _, found in done:
        findings += found or []
    return len(done), [targets[number] for number, found in done if found is None]


def report(
    counted: dict[str, Any], findings: list[Finding], roles: int, tried: int, targets: int
) -> list[str]:
    """Say what was done; what of it is wrong."""
    counts = counted["counts"]
    answers = ", ".join(
        f"{n} of {status}" for status, n in sorted(counts.items()) if status.isdigit()
    )
    print(f"product: {counts['requests']} requests in {roles} roles ({answers})")
    print(f"product: {counts['signed in']} pages answered 200 to somebody signed in")
    print(f"product: sqlmap tried {tried} of {targets} addresses and forms")
    print(f"product: {len(findings)} findings", flush=True)
    wrong = [f"{one.scanner}: {one.what} at {one.path}: {one.told}" for one in findings]
    wrong += [f"failed inside: {where} ({n} times)" for where, n in counted["faults"].items()]
    if counts["signed in"] < 100 * roles:
        wrong.append("too few pages were seen signed in for this to say anything")
    return wrong


def main(level: str, folder: str) -> int:
    """Scan both; 1 where a known flaw was missed or anything was found."""
    if os.geteuid() == 0:
        sys.exit("The scan never runs as root; .ci/scan sees to that.")
    place = Path(folder)
    wrong = [f"missed: {one}" for one in scan_control(place, LEVELS[level])]
    wrong += scan_product(place, LEVELS[level])
    print("\n".join(wrong) or "Nothing was found, and all that is known was.", flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
