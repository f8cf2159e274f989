"""The rows of the claims room: who asks, and what is needed while they do.

claim       an application, its coupons, the stay, the bank account
entering    what lives while a form is filled in: the draft, the one-time code, attempts that are limited
directory   banks and branches
news        dated announcements
reviewing   what people decide: open cases, what waits for a second person, claims taken over the phone
calls       what was said on the telephone
incidents   case (B): what was reported, what the shop says, what was decided
incident_hands  who works on a report now, and who has said where its yen go
shops       who is calling which shop, and files of answers
"""

from claims.models.calls import CallNote
from claims.models.claim import BankAccount, Claim, ClaimLine, Stay
from claims.models.directory import Bank, Branch
from claims.models.entering import Attempt, Draft, OneTimeCode
from claims.models.incident_hands import OpenIncident, RouteChange
from claims.models.incidents import Incident, IncidentDecision, IncidentPayment, StoreAttempt, StoreConfirmation
from claims.models.news import Announcement
from claims.models.reviewing import DeskClaim, OpenCase, Proposal
from claims.models.shops import OpenStore, StoreAnswerFile

__all__ = [
    "Announcement",
    "Attempt",
    "Bank",
    "BankAccount",
    "Branch",
    "CallNote",
    "Claim",
    "ClaimLine",
    "DeskClaim",
    "Draft",
    "Incident",
    "IncidentDecision",
    "IncidentPayment",
    "OneTimeCode",
    "OpenCase",
    "OpenIncident",
    "OpenStore",
    "Proposal",
    "RouteChange",
    "Stay",
    "StoreAnswerFile",
    "StoreAttempt",
    "StoreConfirmation",
]
