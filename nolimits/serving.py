"""How gunicorn serves No Limits: `gunicorn --config python:nolimits.serving wsgi:app`.

A web server of the council's own stands in front: it speaks TLS, and waits for slow browsers so
that nobody can hold these threads by sending one letter a minute (docs/running.md).
"""

import os

bind = os.environ.get("NOLIMITS_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
worker_class = "gthread"

timeout = 60  # seconds after which a worker that does nothing is started anew
graceful_timeout = 30
keepalive = 5
max_requests, max_requests_jitter = 20_000, 2_000

limit_request_line = 4094  # bytes of an address
limit_request_fields = 60
limit_request_field_size = 8190

# Who stands in front is said by NOLIMITS_PROXIES alone, so that it is said once.
forwarded_allow_ips = ""

accesslog = None  # the application writes a line for each request, without names or addresses
errorlog = "-"
loglevel = "warning"
