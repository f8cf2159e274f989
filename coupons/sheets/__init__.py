"""Tables as files: what we hand out (`writing`), what people hand in (`opening`, `reading`). No database here."""
