"""The forms of a claim, one a page. What is typed is taken as people type it (claims.normalise)."""
