"""Makes the entries of a jobs.yaml, as `toolforge jobs load` takes them, from tasks; loads none.

The keys are those of `toolforge jobs run`, without their dashes; what Toolforge does anyway is left
out. Sources: toolforge-jobs-cli 16.2.3 and the jobs-api that answers it.
"""

import re
import shlex
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.errors import UsageError
from bot.loading.schedule import toolforge_fault
from bot.task import Task

LONGEST_NAME = 52
_OLDEST = (3, 11)  # the Python that wikisweep needs
_LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*")
_BUILT = re.compile(r"tool-[a-z0-9-]+/[a-z0-9.-]+:[\w.-]+", re.ASCII)
_STANDARD = re.compile(r"[a-z][a-z0-9.+-]*")
_QUANTITY = {
    "mem": (re.compile(r"[0-9]+(\.[0-9]+)?([KMGT]i|[kMGT])"), "such as 1Gi"),
    "cpu": (re.compile(r"[0-9]+m|[0-9]+(\.[0-9]+)?"), "such as 500m or 1"),
}
_DEFAULTS = {"mem": "512Mi", "cpu": "100m", "emails": "none", "timeout": 0}

Job = Mapping[str, str | int | bool]
Emails = Literal["none", "all", "onfinish", "onfailure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a job may have: k8s quantities, when Toolforge writes to the maintainers, seconds."""

    mem: str = "512Mi"
    cpu: str = "100m"
    emails: Emails = "none"
    timeout: int = 0

    def keys(self) -> Job:
        """Those that are not Toolforge's defaults. Raises UsageError for what is no quantity."""
        for name, (pattern, example) in _QUANTITY.items():
            if not pattern.fullmatch(getattr(self, name)):
                raise UsageError(f"--{name} should be {example}, not {getattr(self, name)!r}")
        return {
            name: getattr(self, name)
            for name, default in _DEFAULTS.items()
            if getattr(self, name) != default
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardImage:
    """A job in one of Toolforge's own images, where a shell in the tool's home runs the command.

    `venv` is the virtual environment, made inside the same image, `folder` the working folder, and
    `logs` where the two log files go: each absolute or below the tool's home.
    """

    image: str = "python3.13"
    venv: str = "venv"
    folder: str = ""
    logs: str = ""
    options: Sequence[str] = field(default=())

    def check(self) -> None:
        """Raise UsageError for what cannot be the name of such an image."""
        if "/" in self.image:
            raise UsageError(f"--image {self.image}: an image of your own is named by --build")
        if not _STANDARD.fullmatch(self.image):
            raise UsageError(f"--image {self.image}: should be one of `toolforge jobs images`")
        version = re.match(r"python([0-9]+)\.([0-9]+)", self.image)
        if version and (int(version[1]), int(version[2])) < _OLDEST:
            raise UsageError(f"--image {self.image}: wikisweep needs Python 3.11 or newer")

    def keys(self, name: str, file: str) -> Job:
        """The job's keys but for its name and schedule.

        `exec` puts wikisweep in the shell's place, for the shell would keep SIGTERM to itself.
        """
        into = f"cd {_at_home(self.folder)} && " if self.folder else ""
        program = _at_home(f"{self.venv.rstrip('/')}/bin/wikisweep")
        logs = f"{self.logs.rstrip('/')}/" if self.logs else ""
        return {
            "command": f"{into}exec {program} {shlex.join(_run(file, self.options))}",
            "image": self.image,
            "mount": "all",
            "filelog": True,
            "filelog-stdout": f"{logs}{name}.out",
            "filelog-stderr": f"{logs}{name}.err",
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltImage:
    """A job in an image of the build service: no shell, no HOME, and no working folder on NFS.

    `mount: all` sets TOOL_DATA_DIR, below which wikisweep keeps its `state`, unless another
    folder is named.
    """

    image: str
    state: str = ""
    options: Sequence[str] = field(default=())

    def check(self) -> None:
        """Raise UsageError for what cannot be the name of such an image."""
        if not _BUILT.fullmatch(self.image):
            raise UsageError(f"--build {self.image}: should be like tool-NAME/IMAGE:latest")
        if self.state and not self.state.startswith("/"):
            raise UsageError(
                f"--state {self.state}: such a job's working folder is gone when it ends; name a "
                "folder below /data/project/"
            )

    def keys(self, _name: str, file: str) -> Job:
        """The job's keys but for its name and schedule."""
        command = shlex.join(["wikisweep", *_run(file, self.options)])
        return {"command": command, "image": self.image, "mount": "all"}


def toolforge_jobs(
    tasks: Sequence[Task], names: Sequence[str], image: StandardImage | BuiltImage, wishes: Wishes
) -> list[Job]:
    """One scheduled job a task. Raises UsageError for what Toolforge would refuse.

    `retry: 0`, because a run that a person or a guard stopped ends with a code that is not 0, and
    Toolforge would begin it again at once.
    """
    image.check()
    wished = wishes.keys()
    faults = [(task, toolforge_fault(_schedule(task))) for task in tasks]
    if refused := [f"{task.file}: `schedule`: {fault}" for task, fault in faults if fault]:
        raise UsageError("\n".join(refused))
    jobs: list[Job] = []
    for task, name in zip(tasks, names, strict=True):
        keys = dict(image.keys(name, task.file))
        first = {key: keys.pop(key) for key in ("command", "image")}
        when: Job = {"schedule": _schedule(task), "retry": 0}
        jobs.append({"name": name, **first, **when, **wished, **keys})
    return jobs


def job_names(names: Sequence[str]) -> list[str]:
    """A name that Toolforge takes for each of these, and no name twice.

    Names that it takes as they are stay so, whatever the others come to.
    """
    kept = {name for name in names if len(name) <= LONGEST_NAME and _NAME.fullmatch(name)}
    taken: set[str] = set()
    found = []
    for name in names:
        wanted = name if name in kept else _spelled(name)
        free, number = wanted, 1
        while free in taken or (free in kept and free != name):
            number += 1
            end = f"-{number}"
            free = wanted[: LONGEST_NAME - len(end)].rstrip("-.") + end
        taken.add(free)
        found.append(free)
    return found


def _schedule(task: Task) -> str:
    return " ".join(task.schedule.split())


def _spelled(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-")[:LONGEST_NAME].rstrip("-") or "task"


def _run(file: str, options: Sequence[str]) -> list[str]:
    named = f"./{file}" if file.startswith("-") else file
    return ["run", *options, named]


def _at_home(path: str) -> str:
    """A path for the shell; relative ones are below the tool's home, wherever the shell stands."""
    below = path.removeprefix("~/")
    return shlex.quote(path) if path.startswith("/") else f'"$HOME"/{shlex.quote(below)}'
