"""Whom nothing reaches, URLs that are locked, sending again, mass sending paused."""
