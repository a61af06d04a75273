"""How figures about the learning are written."""
