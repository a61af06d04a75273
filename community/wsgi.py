"""Pages, for a WSGI server."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
django.setup(set_prefix=False)

from community.web.handlers import PagesWSGIHandler  # noqa: E402  the registry of applications must be full first

application = PagesWSGIHandler()
