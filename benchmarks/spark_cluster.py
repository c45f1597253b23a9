"""A Spark cluster on this machine: a master and workers, each a process of its own, which listen on loopback only."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyspark

from saql.record import record

SPARK = Path(pyspark.__file__).parent
_PATIENCE = 60.0


@record(eq=False)
class Cluster:
    """A cluster that runs; `url` is where its master listens."""

    url: str
    master: subprocess.Popen[bytes]
    workers: tuple[subprocess.Popen[bytes], ...]

    def kill(self, worker: int) -> None:
        """Kill a worker and its executors, as when a machine is lost."""
        os.killpg(self.workers[worker].pid, signal.SIGKILL)


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "3g") -> Iterator[Cluster]:
    """Start a cluster, and end it.

    Args:
        folder: where its logs and scratch files go.
        workers: how many; each has one core.
        memory: of each worker.
    """
    port, page = _free_port(), _free_port()
    address = ["--host", "127.0.0.1", "--port", str(port), "--webui-port", str(page)]
    master = _start(folder, "master", "org.apache.spark.deploy.master.Master", address)
    started: list[subprocess.Popen[bytes]] = []
    try:
        _wait_for(f"http://127.0.0.1:{page}/json/", '"status" : "ALIVE"')
        url = f"spark://127.0.0.1:{port}"
        for number in range(workers):
            own = ["--host", "127.0.0.1", "--cores", "1", "--memory", memory, "--webui-port", str(_free_port())]
            own += ["--work-dir", str(folder / f"work{number}"), url]
            started.append(_start(folder, f"worker{number}", "org.apache.spark.deploy.worker.Worker", own))
        _wait_for(f"http://127.0.0.1:{page}/json/", f'"aliveworkers" : {workers}')
        yield Cluster(url, master, tuple(started))
    finally:
        for each in (*started, master):
            if each.poll() is None:
                os.killpg(each.pid, signal.SIGKILL)
            each.wait()


def _start(folder: Path, name: str, java_class: str, options: list[str]) -> subprocess.Popen[bytes]:
    folder.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "SPARK_LOCAL_DIRS": str(folder / "scratch"), "SPARK_LOCAL_IP": "127.0.0.1"}
    with (folder / f"{name}.log").open("wb") as log:
        command = [str(SPARK / "bin" / "spark-class"), java_class, *options]
        return subprocess.Popen(command, stdout=log, stderr=log, env=environment, start_new_session=True)


def _wait_for(page: str, text: str) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(page, timeout=2) as answer:
                if text in answer.read().decode("utf-8"):
                    return
        except OSError:
            pass
        time.sleep(0.3)
    raise TimeoutError(f"{page} did not say {text} within {_PATIENCE:.0f} s")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
