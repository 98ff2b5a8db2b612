"""wapiti and sqlmap: how they are run, bounded in time and in what they try; what they found."""

import json
import shutil
import subprocess
import sys
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

QUICK_MODULES = (
    "sql,xss,permanentxss,redirect,file,exec,crlf,csp,cookieflags,http_headers,backup,methods"
)
# Those of the rest that ask nobody but the application: no look-up elsewhere, no list to download.
# Nor `ldap`: No Limits speaks to no directory, and it takes any two answers that differ for one.
FULL_MODULES = f"{QUICK_MODULES},timesql,htaccess,csrf,upload,xxe,ssrf,brute_login_form,htp,buster"

# True of any application on a machine's own unencrypted address; production has tests of its own.
NOT_HERE = ("Secure Flag cookie", "HTTP Strict Transport Security (HSTS)", "Unencrypted Channels")

OURS = "Sec-Fetch-Site: same-origin"  # as from a page of ours, or every form would be turned away
PATIENCE = 4  # of a machine that is busy: what takes so many times what it bounds itself to hangs
SENT_WITH_ALL = "cookie,user-agent,referer,host"  # the same everywhere: tried at one address a role


@dataclass(frozen=True)
class Finding:
    """What a scanner says is wrong, and where."""

    scanner: str
    what: str
    path: str
    told: str = ""


def wapiti(
    url: str,
    folder: Path,
    *,
    cookie: str = "",
    seconds: int,
    attack: int,
    modules: str,
    left_alone: Collection[str] = (),
) -> list[Finding]:
    """Crawl and attack all below an address, as whoever the cookie belongs to.

    It crawls for so many seconds, and then attacks for so many by each of its modules; it keeps
    away from addresses that have one of these parts.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    report = folder / "report.json"
    command = [
        *("wapiti", "-u", url, "--scope", "folder", "-m", modules, "-f", "json", "-o", str(report)),
        *("--store-session", str(folder), "--store-config", str(folder), "--flush-session"),
        *("--max-scan-time", str(seconds), "--max-attack-time", str(attack)),
        *("--max-links-per-page", "60", "--max-files-per-dir", "40", "--max-parameters", "12"),
        *("--endpoint", url, "--tasks", "4", "-t", "10", "-S", "normal", "-d", "6"),
        *("--no-bugreport", "-v", "0", "--skip", "csrf_token", "-H", OURS),
    ]
    for one in left_alone:
        command += ["-x", f"{url.rstrip('/')}*{one}*"]
    if cookie:
        command += ["-C", cookie]
    run(command, folder / "said.txt", PATIENCE * (seconds + attack * len(modules.split(","))))
    if not report.exists():
        return [Finding("wapiti", "No report", "/", f"{folder.name} hung before it wrote one")]
    return read(report)


def read(report: Path) -> list[Finding]:
    """What wapiti's report holds against the application, hints left out."""
    said = json.loads(report.read_text())
    return [
        Finding("wapiti", what, urlsplit(one["path"]).path, f"{one['info']} {one['parameter']}")
        for what, found in {**said["vulnerabilities"], **said["anomalies"]}.items()
        for one in found
        if what not in NOT_HERE
    ]


def sqlmap(
    target: str, folder: Path, *, data: str = "", cookie: str = "", level: int, alone: bool = True
) -> list[Finding] | None:
    """Try every way into the database through one address or form; None where it hung.

    `alone` leaves out what is sent with every request, whatever the address.
    """
    folder.mkdir(parents=True, exist_ok=True)
    command = [
        *("sqlmap", "-u", target, "--batch", "--flush-session", "--output-dir", str(folder)),
        *("--level", str(level), "--risk", "1", "--timeout", "10", "--retries", "1"),
        *("--disable-coloring", "--skip-static", "--dbms", "SQLite", "--time-sec", "2"),
        *("--param-exclude", "csrf_token", "--ignore-code", "401,403,404,409,422,429"),
        *("--headers", OURS),
    ]
    command += ["--data", data] if data else []
    command += ["--cookie", cookie, "--drop-set-cookie"] if cookie else []
    command += ["--skip", SENT_WITH_ALL] if alone else []
    said = folder / "said.txt"
    if not run(command, said, PATIENCE * 300):
        return None
    found = "identified the following injection point" in said.read_text(errors="replace")
    return [Finding("sqlmap", "SQL Injection", urlsplit(target).path)] if found else []


def run(command: list[str], said: Path, seconds: int) -> bool:
    """Run one of the scanners: whether it came to its end, or took longer than it may."""
    program = Path(sys.prefix).parent / ".venv-scan/bin" / command[0]
    with said.open("w") as output:
        running = subprocess.Popen(
            [str(program), *command[1:]],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=said.parent,
        )
        try:
            running.wait(timeout=seconds)
            return True
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
            return False
