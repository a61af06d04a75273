"""Pages and sockets, for an ASGI server."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")
django.setup(set_prefix=False)

from channels.routing import ProtocolTypeRouter  # noqa: E402  the registry of applications must be full first

from community.live.routing import sockets  # noqa: E402
from community.web.handlers import PagesASGIHandler  # noqa: E402

application = ProtocolTypeRouter({"http": PagesASGIHandler(), "websocket": sockets})
