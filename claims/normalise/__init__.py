"""What people type, as it is meant: pure functions from raw text to what is stored.

Nobody is asked for one width of character or another. Each function takes any text at all and gives the stored form, or
raises NotUnderstood with the words that belong at the field; asked again with its own answer, it answers the same.
Whether a field may be empty is asked before: what is empty once tidied is `text` "", and to all others not understood.
"""

from claims.normalise.contacts import email, email_doubt, email_suggestion, mobile, phone, phone_shown
from claims.normalise.dates import travel_date
from claims.normalise.numbers import account_no, digits, inquiry_no_fault, inquiry_numbers
from claims.normalise.plain import NotUnderstood, kana, text
from claims.normalise.times import around

__all__ = [
    "NotUnderstood",
    "account_no",
    "around",
    "digits",
    "email",
    "email_doubt",
    "email_suggestion",
    "inquiry_no_fault",
    "inquiry_numbers",
    "kana",
    "mobile",
    "phone",
    "phone_shown",
    "text",
    "travel_date",
]
