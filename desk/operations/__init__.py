"""The secretariat's other screens: files in, long work, changes for regionPAY, accounts, a stopped scheme, alarms."""
