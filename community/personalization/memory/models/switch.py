"""Whether a company lets what was learned be used at all."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company


class Switch(models.Model):
    """What an admin has switched off. A company without a row has everything on.

    With `offers` off no question is offered to anybody; members' own choices stay as they are.
    """

    company = models.OneToOneField(
        Company, on_delete=models.CASCADE, primary_key=True, related_name="+", verbose_name=_("company")
    )
    offers = models.BooleanField(_("offer questions to helpers"), default=True)

    class Meta:
        verbose_name = _("switch for offers")
        verbose_name_plural = _("switch for offers")

    def __str__(self) -> str:
        return str(self.company)
