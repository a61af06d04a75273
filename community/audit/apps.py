from django.apps import AppConfig

# As a module: a configuration imported by name would count as one of this application's own.
from django.contrib.admin import apps as admin_apps


class AuditConfig(AppConfig):
    name = "community.audit"
    label = "audit"


class OperatorAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the operators' site as the default one. It is installed in place of django.contrib.admin."""

    default = False
    default_site = "community.audit.sites.OperatorSite"
