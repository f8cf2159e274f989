"""Case (B) at the desk: taken on a call, decided beside the records, by two where it takes two."""
