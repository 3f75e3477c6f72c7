"""The production server: gunicorn, several threads in each of a few processes."""

from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger

from sala.config.vault_process import vault_beside
from sala.config.worker import worker_beside
from sala.kit.errors import LINE_FORMAT, QuietFormatter

THREADS = 8


class QuietServerLog(Logger):  # type: ignore[misc]
    """Gunicorn's log: an error names no address that was asked for."""

    def setup(self, cfg: Any) -> None:
        """As gunicorn does, with the house's formatter."""
        super().setup(cfg)
        quiet = QuietFormatter(LINE_FORMAT, style="{")
        for handler in self.error_log.handlers:
            handler.setFormatter(quiet)


class HouseServer(BaseApplication):  # type: ignore[misc]
    """Gunicorn with Sala's settings and no file of its own."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Take over the options."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made in each worker."""
        return get_wsgi_application()


def load_pages() -> None:
    """Import the code of every page, once for all workers, which are forks. No query is
    made.
    """
    import_module(settings.ROOT_URLCONF)


def serve_house(
    *,
    bind: str,
    workers: int,
    with_worker: bool = True,
    with_vault: bool = True,
) -> None:
    """Serve until told to stop, with the worker of the queue and the vault beside it.

    Access logs are off: addresses of pages hold codes of people.
    """
    load_pages()
    beside = [vault_beside()] if with_vault else []
    beside += [worker_beside()] if with_worker else []

    def start_others(_server: Any) -> None:
        for process in beside:
            process.start()

    def stop_others(_server: Any) -> None:
        for process in reversed(beside):
            process.stop()

    HouseServer(
        {
            "when_ready": start_others,
            "on_exit": stop_others,
            "bind": bind,
            "workers": workers,
            "threads": THREADS,
            "worker_class": "gthread",
            "accesslog": None,
            # No second door, by which workers are stopped or added.
            "control_socket_disable": True,
            "logger_class": QuietServerLog,
            "loglevel": "warning",
            "timeout": 60,
            "graceful_timeout": 20,
            "max_requests": 20_000,
            "max_requests_jitter": 2_000,
            "limit_request_line": 4094,
            "worker_tmp_dir": "/dev/shm",  # noqa: S108 heartbeat only
        },
    ).run()
