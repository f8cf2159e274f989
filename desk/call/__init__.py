"""With a caller on the line: search, the story of a coupon, a claim or a member, what to tell, notes."""
