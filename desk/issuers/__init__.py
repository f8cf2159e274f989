"""Points at the issuers: what waits, order lists, codes that came back, what was set apart."""
