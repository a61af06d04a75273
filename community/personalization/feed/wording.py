"""What reasons are called, and what somebody is told who begins to help."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

REASON_NAMES: Final = {
    "fresh": _("how new it is"),
    "waiting": _("that nobody has answered"),
    "language": _("languages you answer in"),
    "topic": _("topics you know"),
    "similar": _("questions like those you answered"),
    "hour": _("what you answer at this hour"),
}

# One for each of the first five answers.
COACHING: Final = (
    _("Begin with what worked for you. You need not know everything."),
    _("Write one step per line, in the order in which to do them."),
    _("Say how the asker can tell that it worked."),
    _("If a detail is missing, ask for it, and say what you would try meanwhile."),
    _("Link to the page or answer that helped you, and say in a sentence what is in it."),
)
