"""Timing targets, compared side by side in one run: python -m benchmarks

Prints a table and ends with 1 if a target is missed. Uses a database of its own in a temporary directory.
"""

import os
import sys
from itertools import chain

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.pop("DATABASE_URL", None)
django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks import checks, consolidated, documents, intake, matrix, pages, preview  # noqa: E402
from reports import demo  # noqa: E402


def main() -> int:
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", verbosity=0)
    demo.load(password="benchmark only")
    missed = False
    runs = (checks, documents, intake, preview, pages, matrix, consolidated)
    for line in chain.from_iterable(each.run() for each in runs):
        print(f"{line.verdict:<7} {line.what}: {line.measured}", flush=True)
        missed |= line.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
