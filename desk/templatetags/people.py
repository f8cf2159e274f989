"""How staff screens name who did something."""

from django import template

from trail import words

register = template.Library()
register.filter("by_whom", words.by_whom)
