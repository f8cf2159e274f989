"""The claim forms: one page after another, each a plain server page (notice 2.A2-site, 2.R)."""
