"""People, companies and memberships."""

from accounts.models.company import Company, CompanySlug
from accounts.models.consent import ConsentEntry
from accounts.models.membership import Membership
from accounts.models.person import Person
from accounts.models.setup import SetupCode

__all__ = ["Company", "CompanySlug", "ConsentEntry", "Membership", "Person", "SetupCode"]
