"""Bank refunds in batches: from open payouts to a file that leaves once (notice 2.R; design 4 "RefundBatch").

days        bank business days
accounts    the account as it stood when a line was made, sealed with the line
drafting    which payouts are next, and how a draft is built of them, part by part
checks      what a person should look at before asking for approval
lines       a line is left out, held, or its claimant asked
approving   asked for by one, approved by another, who types count and total
exporting   spreadsheet and Zengin file from the same frozen rows, once
refusing    handed in at the bank, or not taken by it as a whole
spreadsheet the columns of the sheet
working     what a worker still has to do, with its progress

A batch is changed under the scheme's lock (`payouts.entitlements.lock`), then its own, then its payouts'. So whatever
takes a payout back, and has the scheme's lock first, meets none of these half-way.
"""
