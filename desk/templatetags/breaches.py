"""What a breach of an invariant means, in words."""

from django import template

from payouts.invariants import words

register = template.Library()


@register.filter
def breach(name: str) -> words.Breach:
    """What is wrong, and what to do."""
    return words.said(name)
