import argparse
import sys

from benchmarks.measuring import measure
from benchmarks.pages import PAGES
from benchmarks.portals import portals
from benchmarks.report import failed, machine, page_table, preparation_table, verdicts


def sizes(text):
    return sorted(int(part) for part in text.split(","))


def arguments():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="How fast the portal is; see README.md.")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--documents", type=sizes, default="1000,100000", help="sizes of the archives to compare")
    parser.add_argument("--rounds", type=int, default=30, help="how often each page is asked for")
    return parser.parse_args()


def main():
    """Print the tables; the exit status is 1 where a limit is not met."""
    asked = arguments()
    say = sys.stdout.write
    with portals(asked.database, asked.documents) as compared:
        for portal in compared:
            portal.prepare()
            portal.open()
        say(f"{machine(compared[0])}\n\n{preparation_table(compared)}\n\n")
        sys.stdout.flush()
        costs = measure(compared, PAGES, asked.rounds)
        found = verdicts(costs, asked.documents) if asked.database == "postgresql" else []
        say(f"{page_table(costs, asked.documents)}\n\n")
        say("".join(f"{line}\n" for line in found))
    return 1 if failed(found) else 0


if __name__ == "__main__":
    sys.exit(main())
