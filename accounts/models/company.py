"""A company: the tenant. Every row of a community belongs to exactly one."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_slug
from django.db import models
from django.urls import get_script_prefix, reverse, set_script_prefix
from django.utils.translation import gettext_lazy as _

from community import clock

COMPANY_PREFIX = "/c/"

_COLOUR = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the colour as # and six digits, for instance #005f54."))
_HOST = RegexValidator(
    r"^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$", _("Write the host name alone, for instance help.example.com.")
)


def validate_languages(value: object) -> None:
    """Refuse anything but a list of languages that a community may speak."""
    known = {code for code, _name in settings.COMMUNITY_LANGUAGES}
    if not isinstance(value, list) or not value or not all(isinstance(code, str) and code in known for code in value):
        raise ValidationError(_("Choose at least one language that is offered."))


class CompanyQuerySet(models.QuerySet["Company"]):
    """Sentences about companies."""

    def open(self) -> CompanyQuerySet:
        """Return the companies whose community is not archived."""
        return self.filter(is_open=True)


class Company(models.Model):
    """A company with a community, reached under /c/<slug>/ or at a host name of its own."""

    slug = models.SlugField(_("short name"), max_length=40, unique=True, validators=[validate_slug])
    name = models.CharField(_("name"), max_length=80)
    host = models.CharField(_("own host name"), max_length=120, unique=True, null=True, blank=True, validators=[_HOST])
    colour = models.CharField(_("brand colour"), max_length=7, default="#005f54", validators=[_COLOUR])
    tagline = models.CharField(_("tagline"), max_length=140, blank=True)
    languages = models.JSONField(_("languages"), default=list, validators=[validate_languages])
    default_language = models.CharField(_("main language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    is_open = models.BooleanField(_("open"), default=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("made"), default=clock.now, editable=False)

    objects = CompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """Return the key under which events, channels and cache entries name this company."""
        return str(self.pk)

    @property
    def path_prefix(self) -> str:
        """Return the script prefix of this company's pages on a shared host."""
        return f"{COMPANY_PREFIX}{self.slug}/"

    @property
    def interface_languages(self) -> list[str]:
        """Return which of its languages its pages and mails can be in, the main one first; never none."""
        spoken = {code for code, _name in settings.LANGUAGES}
        languages = dict.fromkeys([self.default_language, *self.languages])
        return [code for code in languages if code in spoken] or [settings.LANGUAGE_CODE]

    def absolute_url(self, view_name: str, *args: object, **kwargs: object) -> str:
        """Return a full address inside this company, for mails and tasks, where no request says where we are."""
        base = urlsplit(settings.BASE_URL)
        before = get_script_prefix()
        set_script_prefix("/" if self.host else self.path_prefix)
        try:
            path = reverse(view_name, args=args or None, kwargs=kwargs or None)
        finally:
            set_script_prefix(before)
        return f"{base.scheme}://{self.host or base.netloc}{path}"


class CompanySlug(models.Model):
    """A short name that a company had before; its old links redirect, and nobody else may take it."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=40, unique=True)
