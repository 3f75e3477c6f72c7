"""Processes beside the web: kept running for as long as it runs, told to stop with it.

Nothing of them is imported where pages are answered but these few lines.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

LOOKS_AFTER = 1.0  # seconds between two looks whether the starter is still there


class ProcessBeside:
    """Keeps a process of ours running beside the web, and starts it again when it
    falls, unless another already does its work.
    """

    def __init__(
        self,
        module: str,
        *arguments: str,
        back_after: float,
        patience: float,
        is_done_elsewhere: Callable[[], bool] = lambda: False,
    ) -> None:
        self._command = [sys.executable, "-m", module, *arguments]
        self._back_after, self._patience = back_after, patience
        self._is_done_elsewhere = is_done_elsewhere
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = threading.Event()

    def start(self, _server: Any = None) -> None:
        """Start the process, and whoever starts it again when it falls."""
        threading.Thread(target=self._keep_running, daemon=True).start()

    def stop(self, _server: Any = None) -> None:
        """Tell the process to stop after what it is at, and wait for it."""
        self._stopped.set()
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(self._patience)
        except subprocess.TimeoutExpired:
            process.kill()

    def _keep_running(self) -> None:
        while not self._stopped.is_set():
            if not self._is_done_elsewhere():
                self._process = start_process(self._command)
                self._process.wait()
            self._stopped.wait(self._back_after)


def start_process(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a process of ours that ends when this one does.

    Ctrl-C is for the web, which tells the others when their turn has come.
    """
    return subprocess.Popen(  # noqa: S603 our own command
        [*command, "--parent", str(os.getpid())],
        start_new_session=True,
    )


def end_with(parent: int) -> None:
    """End this process when its parent does, however that ended."""
    threading.Thread(target=_watch, args=[parent], daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOKS_AFTER)
    os.kill(os.getpid(), signal.SIGTERM)
