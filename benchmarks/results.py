"""A contender's runs as medians, and whether the contenders' answers agree. Computes only."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.contenders import BARE, FINDING, OURS, Contender, Job
from benchmarks.measuring import Failed, Run


@dataclass(frozen=True, slots=True)
class Result:
    """A contender and its runs over a wiki with `all_pages` pages to do."""

    contender: Contender
    runs: tuple[Run, ...]
    all_pages: int

    @property
    def is_sample(self) -> bool:
        """Whether it did only some of the pages; figures below are then for all of them."""
        return 0 < self.contender.pages < self.all_pages

    @property
    def seconds(self) -> float:
        """The median time of the whole process; a start-up is not scaled up."""
        return median(map(self._in_all, self.runs))

    @property
    def loop_seconds(self) -> float:
        """The median time from the first request for pages to the end."""
        return median(run.loop_seconds for run in self.runs) * self._scale

    @property
    def spread(self) -> tuple[float, float]:
        """The quickest and the slowest run, in seconds."""
        every = [self._in_all(run) for run in self.runs]
        return min(every), max(every)

    @property
    def peak_mib(self) -> float:
        """The largest peak memory of all runs."""
        return max(run.peak_mib for run in self.runs)

    @property
    def setup_requests(self) -> int:
        """Requests that asked for no pages: login, site information."""
        return round(median(run.requests.setup for run in self.runs))

    @property
    def work_requests(self) -> int:
        """Requests that asked for pages."""
        return round(median(run.requests.work for run in self.runs) * self._scale)

    @property
    def pages(self) -> frozenset[str]:
        """The titles that it answered, the same in each run or `check` complains."""
        return self.runs[-1].pages

    def _in_all(self, run: Run) -> float:
        return run.seconds + (self._scale - 1) * run.loop_seconds

    @property
    def _scale(self) -> float:
        return self.all_pages / self.contender.pages if self.is_sample else 1.0


class Results:
    """All results of one session of measuring."""

    def __init__(self, results: Sequence[Result]) -> None:
        self.all = tuple(results)

    def of(self, job: Job) -> list[Result]:
        """The results of one job, in the order of the contenders."""
        return [one for one in self.all if one.contender.job == job]

    def one(self, job: Job, name: str) -> Result:
        """The first result of a contender in a job."""
        return next(one for one in self.of(job) if one.contender.name == name)

    def ratio(self, result: Result) -> float:
        """The time of its whole process beside the bare loop's for the same job."""
        return result.seconds / self.one(result.contender.job, BARE).seconds

    def loop_ratio(self, result: Result) -> float:
        """The same from the first request for pages on."""
        return result.loop_seconds / self.one(result.contender.job, BARE).loop_seconds

    def odds(self, result: Result) -> tuple[int, int]:
        """How many pages it lacks of the bare loop's answer, and how many it has beyond it."""
        expected = self.one(result.contender.job, BARE).pages
        lacking = 0 if result.is_sample else len(expected - result.pages)
        return lacking, len(result.pages - expected)

    def check(self) -> None:
        """Raise Failed where a figure would mean nothing: the answer changed, or is not whole.

        A rival's answer may differ from the bare loop's, which the table tells; ours may not.
        """
        listed = self.one("titles", BARE)
        if len(listed.pages) != listed.all_pages:
            raise Failed(
                f"bench: the wiki lists {len(listed.pages)} backlinks, not {listed.all_pages}: "
                "its loading was cut short; remove .devwiki/bench and try again"
            )
        for result in self.all:
            name = f"{result.contender.name} ({result.contender.job})"
            if len({run.pages for run in result.runs}) != 1:
                raise Failed(f"bench: {name} did not give the same answer each time")
            finds = result.contender.job in FINDING
            if result.is_sample and not finds and len(result.pages) != result.contender.pages:
                raise Failed(
                    f"bench: {name} did {len(result.pages)} pages, not {result.contender.pages}"
                )
        jobs: tuple[Job, ...] = ("titles", "dry run", "redirects", "edits")
        for job in (*jobs, *FINDING):
            ours, bare = self.one(job, OURS), self.one(job, BARE)
            if not bare.pages or self.odds(ours) != (0, 0):
                raise Failed(
                    f"bench: {OURS} and the bare loop disagree about {job}: "
                    f"{len(ours.pages)} and {len(bare.pages)} pages"
                )
        done = self.one("edits", BARE)
        if len(done.pages) != done.all_pages:
            raise Failed(
                f"bench: the bare loop edited {len(done.pages)} of {done.all_pages} pages once"
            )
