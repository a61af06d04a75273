"""A bare Django site beside ours: the same PostgreSQL and the same size of pool, no middleware."""

from __future__ import annotations

import os
from pathlib import Path

from community.stack.embedded import DATABASE_NAME, DATABASE_USER

SECRET_KEY = "of no use here"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "tests.bench.floor.urls"
INSTALLED_APPS = ["tests.bench.floor"]
MIDDLEWARE: list[str] = []
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": DATABASE_NAME,
        "USER": DATABASE_USER,
        "HOST": os.environ["FLOOR_DATABASE_HOST"],
        "PORT": "5432",
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }
}
TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [Path(__file__).parent / "templates"]},
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
USE_I18N = True
