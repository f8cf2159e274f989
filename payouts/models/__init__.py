"""The rows of the payouts room: what is owed, what leaves, and how.

entitlement  yen owed for a coupon
payout       what leaves for one payee, and what it was for
link         the receiving URL of a points payout
redirect     where a member's URL goes instead, by two persons
points       an order of points, and the codes
issuing      how each brand comes: settings, order lists, answers in quarantine
refusal      that an order was not issued after all, by two persons
refunds      batches of bank transfers
consignor    who pays them, and how the bank wants its file
outcomes     what became of them
account_request  a claimant is asked for another account
reconciliation  whether every yen was in order when last asked
summary      the figures of one moment

What leaves is tied to its payout by triggers (payouts/migrations/0002_*.sql): Python only explains them politely.
"""

from payouts.models.account_request import AccountProposal, AccountRequest
from payouts.models.consignor import Consignor
from payouts.models.entitlement import Entitlement
from payouts.models.issuing import BrandSetting, OrderList, QuarantinedAnswer
from payouts.models.link import ReceiveLink
from payouts.models.outcomes import ResultFile, TransferOutcome
from payouts.models.payout import Payout, PayoutItem
from payouts.models.points import Brand, PointCode, PointOrder, Way
from payouts.models.reconciliation import Reconciliation
from payouts.models.redirect import Redirect
from payouts.models.refunds import RefundBatch, RefundLine
from payouts.models.refusal import OrderRefusal
from payouts.models.summary import Summary

__all__ = [
    "AccountProposal",
    "AccountRequest",
    "Brand",
    "BrandSetting",
    "Consignor",
    "Entitlement",
    "OrderList",
    "OrderRefusal",
    "Payout",
    "PayoutItem",
    "PointCode",
    "PointOrder",
    "QuarantinedAnswer",
    "ReceiveLink",
    "Reconciliation",
    "Redirect",
    "RefundBatch",
    "RefundLine",
    "ResultFile",
    "Summary",
    "TransferOutcome",
    "Way",
]
