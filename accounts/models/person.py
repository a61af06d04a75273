"""A human being with a login. What they are in a company is a Membership."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from community import clock


class PersonManager(BaseUserManager["Person"]):
    """Makes people; e-mail addresses are stored in lower case."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> Person:
        """Create a person who can log in. Raises ValueError without an e-mail address."""
        if not email:
            raise ValueError("A person needs an e-mail address.")
        person = self.model(email=email.lower(), **extra)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> Person:
        """Create an operator of the whole installation."""
        return self.create_user(email, password, **{**extra, "is_staff": True, "is_superuser": True})

    def get_by_natural_key(self, username: str | None) -> Person:
        """Find a person by e-mail address, whatever its case."""
        return self.get(email=(username or "").lower())


class Person(AbstractBaseUser, PermissionsMixin):
    """A login: one e-mail address, memberships in any number of companies."""

    email = models.EmailField(_("e-mail address"), unique=True)
    is_staff = models.BooleanField(_("operator"), default=False, help_text=_("May open the operators' admin."))
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language of mails"), max_length=10, blank=True)
    date_joined = models.DateTimeField(_("account made"), default=clock.now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="person_email_lower_case"),
        ]

    def __str__(self) -> str:
        return self.email
