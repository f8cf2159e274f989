"""The handbook of the staff, inside the admin: a page for each kind of work."""
