#!/usr/bin/python3
"""Compares event data in the columns of UCDP GED: a real file and simulated ones, by one analysis.

Usage: compare_events.py [--years FROM TO] [--scenario NAME] FILE.csv [FILE.csv ...]

The first file is what the others are compared with on the map. A file with columns `scenario` and
`replicate` (made by `disalign export --as ged`) holds many histories: means and 5 to 95 % are printed.
"""
import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from disalign.event_data import compare  # noqa: E402
from disalign.files import DataError  # noqa: E402


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--years", nargs=2, type=int, metavar=("FROM", "TO"))
    parser.add_argument("--scenario", help="of a simulated file: this scenario only")
    arguments = parser.parse_args()
    try:
        table = compare(arguments.files, tuple(arguments.years) if arguments.years else None, arguments.scenario)
    except DataError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(table.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
