"""How long somebody who asks now will probably wait, and how often that came true."""
