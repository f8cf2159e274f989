"""Who gives us the points: one small interface, and what becomes of each answer.

answers     what is asked and what may be answered: issued, refused, unknown, not yet, no such key
stock       codes that were bought in advance
lists       what is owed goes out as a list; the answer is a file of codes (delivered.py)
http        an issuer that is asked over the net
outcomes    an answer becomes the order's code, its refusal, or a row in quarantine
quarantine  a person settles what cannot be right
refusing    what may be out is refused by two persons
"""
