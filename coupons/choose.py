"""Which scheme a command works on: the only one, unless `--scheme` says."""

from django.core.management.base import CommandError, CommandParser

from coupons.models import Scheme


def add_scheme_argument(parser: CommandParser) -> None:
    """`--scheme SLUG`, which defaults to the only one."""
    parser.add_argument("--scheme", metavar="SLUG", help="制度（1つだけならいりません）")


def chosen_scheme(slug: str | None) -> Scheme:
    """The scheme named, or the only one. Raises CommandError with the slugs to choose from."""
    slugs = list(Scheme.objects.order_by("slug").values_list("slug", flat=True))
    if slug is None and len(slugs) == 1:
        slug = slugs[0]
    if slug not in slugs:
        raise CommandError(f"--scheme で制度を選んでください：{', '.join(slugs)}")
    return Scheme.objects.get(slug=slug)
