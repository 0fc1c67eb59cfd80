import sys

from benchmarks.running import main

CASES = ("notice",)

if __name__ == "__main__":
    sys.exit(main("benchmarks.communications", CASES))
