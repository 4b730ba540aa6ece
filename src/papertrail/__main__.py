"""`python -m papertrail` runs the `papertrail` command."""

from papertrail.cli import run

if __name__ == "__main__":
    run()
