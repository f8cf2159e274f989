"""The staff's addresses of payouts: what each needs, and of which kind its row is."""

ADDRESSES = {
    "desk_payout": ("payouts.look", "payouts.payout"),
    "desk_payout_hold": ("payouts.hold", "payouts.payout"),
    "desk_payout_let_go": ("payouts.hold", "payouts.payout"),
    "desk_payout_send_again": ("payouts.send_url", "payouts.payout"),
    "desk_stopped": ("schemes.resume", ""),
    "desk_stopped_start_again": ("schemes.resume", "coupons.scheme"),
}
