import sys

from benchmarks.running import main

CASES = ("calendar", "matrix", "pack", "reminders")

if __name__ == "__main__":
    sys.exit(main("benchmarks.logistics", CASES))
