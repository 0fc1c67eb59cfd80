"""Answers `benchmarks.portals` until its input ends: {"do": "ask", "path": …} → the cost of a page."""

import json
import sys

from benchmarks.portal.requests import Requests


def main():
    requests = Requests()
    for line in sys.stdin:
        asked = json.loads(line)
        answer = getattr(requests, asked.pop("do"))(**asked)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
