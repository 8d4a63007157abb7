"""wikisweep as a user has it: a config that names the proxy, a state folder, commands to run.

Commands run as processes of their own, cold or from the warm one; nothing is run in this process
but the reading of the ledger.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from bot.ledger import Ledger
from devwiki.devwiki import Devwiki
from tests.chaos import warm
from tests.chaos.proxy import Proxy
from tests.processes import unmeasured

COMMAND: Final = Path(sys.executable).parent / "wikisweep"
TIMEOUT: Final = 120.0


@dataclass(frozen=True, slots=True)
class Life:
    """A process from its birth: may be killed at any time, by any thread, and hits no other."""

    pid: int
    _handle: int

    @classmethod
    def of(cls, pid: int) -> Self:
        """The process of this number, which nobody has waited for yet."""
        return cls(pid, os.pidfd_open(pid))

    def kill(self) -> None:
        """End it without a word; one that is gone already stays so."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def close(self) -> None:
        """Forget it."""
        os.close(self._handle)


@dataclass(slots=True)
class Commands:
    """Commands in a folder of their own, on the wiki behind the proxy."""

    folder: Path
    wiki: Devwiki
    proxy: Proxy
    _warm: subprocess.Popen[str] | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.folder.mkdir(exist_ok=True)
        name, password = self.wiki.accounts["SweepBot"].login("sweep")
        config = self.folder / "user-config.yaml"
        config.touch(mode=0o600)
        config.write_text(
            "contact: User:SweepBot on devwiki, loopback only\n"
            f"wikis:\n  devwiki:\n    api: {self.proxy.api}\n    edit_interval: 0\n"
            f"    bot_password: {{name: {name}, password: {password}}}\n"
        )

    @property
    def state(self) -> Path:
        """The state folder."""
        return self.folder / "state"

    @contextmanager
    def ledger(self) -> Iterator[Ledger]:
        """The ledger that the commands use."""
        with closing(Ledger(self.state / "ledger.sqlite")) as ledger:
            yield ledger

    def arguments(self, *arguments: str) -> list[str]:
        """These arguments and where config and state are."""
        config = str(self.folder / "user-config.yaml")
        return [*arguments, "--config", config, "--state", str(self.state)]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Begin a command."""
        return subprocess.Popen(
            [COMMAND, *self.arguments(*arguments)],
            env=unmeasured(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command to its end: exit code, output, errors."""
        with self.start(*arguments) as process:
            out, err = process.communicate(timeout=TIMEOUT)
        return process.returncode, out, err

    def plan(self, task: str) -> str:
        """Plan a task; the plan's id."""
        file = self.folder / "chaos.yaml"
        file.write_text(task)
        code, out, err = self.run("plan", str(file), "--format", "json")
        assert code == 0, err
        summary: Mapping[str, Any] = json.loads(out.splitlines()[-1])
        return str(summary["plan"])

    @contextmanager
    def warmed(self) -> Iterator[Self]:
        """While a warm process is there for `begin`."""
        with subprocess.Popen(
            [sys.executable, warm.__file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=unmeasured(PYTHONPATH=str(Path(__file__).resolve().parents[2])),
        ) as process:
            self._warm = process
            yield self
            assert process.stdin
            process.stdin.close()

    @property
    def told(self) -> Path:
        """What the commands of the warm process said, one after the other."""
        return self.folder / "told.txt"

    @contextmanager
    def begin(self, *arguments: str) -> Iterator[Life]:
        """Begin a command in a fork of the warm process."""
        assert self._warm
        assert self._warm.stdin
        wanted = {"arguments": self.arguments(*arguments), "out": str(self.told)}
        self._warm.stdin.write(json.dumps(wanted) + "\n")
        self._warm.stdin.flush()
        with closing(Life.of(int(self._answer()))) as life:
            yield life

    def end(self) -> int:
        """Wait for the end of the command that was begun: its exit code, or minus the signal."""
        return int(self._answer())

    def _answer(self) -> str:
        assert self._warm
        assert self._warm.stdout
        return self._warm.stdout.readline()
