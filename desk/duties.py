"""Every duty, in the order of the chain: what a lower room leaves, an upper one finds."""

import claims.tasks
import coupons.tasks
import desk.tasks
import notifications.tasks
import payouts.tasks

DUTIES = {
    "extend": coupons.tasks.extend,
    "make_change_files": coupons.tasks.make_change_files,
    "match_claims": claims.tasks.match_claims,
    "freeze": payouts.tasks.freeze,
    "open_payouts": payouts.tasks.open_payouts,
    "build_refund_batches": payouts.tasks.build_refund_batches,
    "work_on_refund_batches": payouts.tasks.work_on_refund_batches,
    "tell_of_batches": desk.tasks.tell_of_batches,
    "settle_orders": payouts.tasks.settle_orders,
    "tell": payouts.tasks.tell,
    "remind": payouts.tasks.remind,
    "lapse": payouts.tasks.lapse,
    "forget": claims.tasks.forget,
    "summarize": payouts.tasks.summarize,
    "reconcile": desk.tasks.reconcile,
    "jobs": desk.tasks.run_jobs,
    "purge": desk.tasks.purge,
    "send_messages": notifications.tasks.send_messages,
}


def run_all() -> dict[str, int]:
    """Run each duty once, here and now; how many rows each changed."""
    return {name: duty() for name, duty in DUTIES.items()}
