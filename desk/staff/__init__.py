"""Who gets in: accounts, roles given by two, log-in, second factor, sessions."""
