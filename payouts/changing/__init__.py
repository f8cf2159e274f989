"""Changing a scheme: what it would do to what has happened already, asked for by one person, confirmed by another."""
