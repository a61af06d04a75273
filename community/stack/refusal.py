"""How the stack says no."""


class StackRefused(Exception):
    """The embedded servers cannot run. `str(error)` is the whole sentence a person reads at the terminal."""
