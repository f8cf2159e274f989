"""Tables as files: spreadsheets we hand out (`writing`), tables people hand in (`opening`, `reading`). No database here."""
