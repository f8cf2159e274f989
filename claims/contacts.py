"""When two written contacts are one: a mailbox takes Taro@, taro@ and taro+1@ alike.

Messages go to what was typed; everything that asks "the same person?" compares keys. `Claim.contact_key` is the same
rule in the database, generated from where the claim's messages go.
"""

import re

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Lower

AFTER_A_PLUS = "[+][^@]*@"
IN_THE_DATABASE = Lower(
    Func(F("deliver_to"), Value(AFTER_A_PLUS), Value("@"), function="regexp_replace", output_field=CharField())
)


def key(contact: str) -> str:
    """A phone number in domestic digits as it is; a mail address in small letters, without what follows a plus."""
    return re.sub(AFTER_A_PLUS, "@", contact).lower()
