"""How staff screens write numbers."""

from django import template

register = template.Library()


@register.filter
def count(number: int) -> str:
    """「12,345」"""
    return f"{number:,}"
