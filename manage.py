#!/usr/bin/env python
"""Run a command of Peerdesk. What goes wrong before or around a command is one sentence, not a traceback."""

import os
import sys


def main() -> int:
    """Run the command line; return the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415  it may not be installed yet
        from django.core.management import execute_from_command_line  # noqa: PLC0415
        from django.db import OperationalError  # noqa: PLC0415
        from psycopg_pool import PoolTimeout  # noqa: PLC0415
    except ImportError:
        sys.stderr.write("Django is not installed for this Python; run `make install` and use .venv/bin/python.\n")
        return 1
    from community.stack.refusal import StackRefused  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except (ImproperlyConfigured, StackRefused) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OperationalError as error:
        if not isinstance(error.__cause__, PoolTimeout):
            raise
        sys.stderr.write("PostgreSQL gives no connection; check that it runs and that DATABASE_URL is right.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
