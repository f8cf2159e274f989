"""The rows of the claims room: who asks, and what is needed while they do.

claim       an application, its coupons, the stay, the bank account
entering    what lives while a form is filled in: the draft, the one-time code, attempts that are limited
directory   banks and branches
news        dated announcements
"""

from claims.models.claim import BankAccount, Claim, ClaimLine, Stay
from claims.models.directory import Bank, Branch
from claims.models.entering import Attempt, Draft, OneTimeCode
from claims.models.news import Announcement

__all__ = [
    "Announcement",
    "Attempt",
    "Bank",
    "BankAccount",
    "Branch",
    "Claim",
    "ClaimLine",
    "Draft",
    "OneTimeCode",
    "Stay",
]
