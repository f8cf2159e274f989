"""The money invariants: each a query that finds the rows which break it. Parameters: scheme, at, usable_until."""

from payouts.invariants import issuing, leaving, ledger, owed

INVARIANTS = ledger.INVARIANTS | owed.INVARIANTS | leaving.INVARIANTS | issuing.INVARIANTS
