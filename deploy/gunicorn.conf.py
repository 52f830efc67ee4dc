"""gunicorn in production: workers that each hold the search index (about 250 MB)."""

import os

bind = os.environ.get("GUNICORN_BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
# A page is 15 ms of pure calculation: two threads of one process would only make each other
# late, and a connection kept open would tie a visitor to a busy worker. The server in front
# (Caddy, nginx) keeps the connections and takes slow visitors upon itself.
worker_class = "sync"
# Longer than the longest document (directory.documents, 60 s).
timeout = 90
graceful_timeout = 30
# Workers are renewed now and then, not all at once.
max_requests = 20_000
max_requests_jitter = 2_000
# The site itself answers, in French, to addresses up to this size (core.middleware).
limit_request_line = 8190
control_socket_disable = True
accesslog = None
errorlog = "-"
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108


def post_worker_init(worker: object) -> None:  # noqa: ARG001 - Gunicorn passes it
    """Read the directory and the orientation into memory before the first visitor, not with him."""
    from maillage.directory import queries  # noqa: PLC0415
    from maillage.orientation import store  # noqa: PLC0415

    store.warm_up()
    # Last: it tells the garbage collector that all this stays.
    queries.warm_up()
