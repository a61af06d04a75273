"""Ask the process of this container whether it lives; the exit status is the answer."""

import http.client
import os
import sys

# Peerdesk answers only to its own names, and may redirect what did not come over HTTPS.
host = os.environ["ALLOWED_HOSTS"].split(",")[0].strip().removeprefix(".")
connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=5)
try:
    connection.request("GET", "/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"})
    sys.exit(connection.getresponse().status != 200)
except (OSError, http.client.HTTPException):
    sys.exit(1)
