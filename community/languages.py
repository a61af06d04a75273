"""What people may write in."""

from typing import Any, Final

from django.utils.translation import gettext_lazy as _

# What a company may choose for its community. Where the interface speaks none of a company's languages, its pages are in
# settings.LANGUAGE_CODE.
COMMUNITY_LANGUAGES: Final[list[tuple[str, Any]]] = [
    ("ar", _("Arabic")),
    ("ca", _("Catalan")),
    ("cs", _("Czech")),
    ("da", _("Danish")),
    ("nl", _("Dutch")),
    ("en", _("English")),
    ("fi", _("Finnish")),
    ("fr", _("French")),
    ("de", _("German")),
    ("el", _("Greek")),
    ("hu", _("Hungarian")),
    ("id", _("Indonesian")),
    ("it", _("Italian")),
    ("lt", _("Lithuanian")),
    ("nb", _("Norwegian Bokmal")),
    ("pl", _("Polish")),
    ("pt", _("Portuguese")),
    ("ro", _("Romanian")),
    ("ru", _("Russian")),
    ("sr", _("Serbian")),
    ("es", _("Spanish")),
    ("sv", _("Swedish")),
    ("tr", _("Turkish")),
    ("uk", _("Ukrainian")),
]
