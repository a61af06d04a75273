"""The embedded PostgreSQL and Redis, and the commands that run everything."""


def ensure_redis() -> None:
    """Start or join the embedded servers before Redis is used ahead of the database; nothing to do on real servers.

    Raises StackRefused with a sentence when they cannot run.
    """
    from django.conf import settings  # noqa: PLC0415  the settings themselves are computed with this package

    if settings.EMBEDDED:
        settings.EMBEDDED.ensure_running()
