"""Asks all portals for all pages in turn, so that what else the machine does falls on all of them alike."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Costs:
    """What a page cost each time: seconds of processor time, seconds that passed, and the most queries."""

    cpu: list
    wall: list
    queries: int

    @property
    def typical(self):
        return median(self.cpu)

    @property
    def passed(self):
        return median(self.wall)

    @property
    def slow(self):
        """The 99th percentile of the processor time, by nearest rank."""
        return sorted(self.cpu)[-(-99 * len(self.cpu) // 100) - 1]


def measure(portals, pages, rounds):
    """(page, reader, documents) → Costs. The first round only warms up."""
    answers = {(page, reader, portal.documents): [] for page in pages for reader in page.readers for portal in portals}
    for turn in range(rounds + 1):
        for page in pages:
            for reader in page.readers:
                for portal in portals if turn % 2 else reversed(portals):
                    answer = portal.ask(page.address(turn), reader)
                    answers[page, reader, portal.documents].append(answer)
    return {asked: costs(answered[1:]) for asked, answered in answers.items()}


def costs(answers):
    return Costs(
        cpu=[answer["cpu"] for answer in answers],
        wall=[answer["wall"] for answer in answers],
        queries=max(answer["queries"] for answer in answers),
    )
