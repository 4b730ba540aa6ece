"""`python -m papertrail` is the `papertrail` command."""

import sys

from papertrail.cli import main

if __name__ == "__main__":
    sys.exit(main())
