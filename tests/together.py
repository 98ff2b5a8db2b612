"""Several people doing something at the same moment, each on a connection of their own."""

import contextvars
import threading
from collections.abc import Callable, Sequence
from typing import Any

from flask import Flask

from tests import databases

LONGEST = 60


def together(app: Flask, calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """Start all calls at once, each in its own thread; their results, or what they raised.

    The calls must find their records anew (by id): a record belongs to the thread that read it.
    """
    databases.settle()
    results: list[Any] = [TimeoutError("it never ended")] * len(calls)
    gate = threading.Barrier(len(calls))

    def run(place: int) -> None:
        with app.app_context():
            gate.wait()
            try:
                results[place] = calls[place]()
            except Exception as error:
                results[place] = error

    threads = [
        # A thread starts with the real time; given the context, it has the test's.
        threading.Thread(target=contextvars.copy_context().run, args=(run, place), daemon=True)
        for place in range(len(calls))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST)
    return results
