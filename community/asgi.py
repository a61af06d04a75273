"""Pages and sockets, for an ASGI server."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "community.settings")

pages = get_asgi_application()

from channels.routing import ProtocolTypeRouter  # noqa: E402  the registry of applications must be full first

from community.live.routing import sockets  # noqa: E402

application = ProtocolTypeRouter({"http": pages, "websocket": sockets})
