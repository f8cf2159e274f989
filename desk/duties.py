"""Every duty, in the order of the chain: what a lower room leaves, an upper one finds."""

import coupons.tasks
import payouts.tasks

DUTIES = {
    "extend": coupons.tasks.extend,
    "freeze": payouts.tasks.freeze,
}


def run_all() -> dict[str, int]:
    """Run each duty once, here and now; how many rows each changed."""
    return {name: duty() for name, duty in DUTIES.items()}
