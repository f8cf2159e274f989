"""What waits for a second person, as that person sees it: how many messages, and what some of them will say."""

from dataclasses import dataclass
from itertools import chain, islice, zip_longest

from django.conf import settings
from django.db.models import Count, QuerySet

from notifications.models import CHANGED, Message, Release, called, kind_and_round
from notifications.render import Words, shown
from trail.models import AuditEvent

SAMPLES, LOADS = 5, 10
CONTACTS_CHANGED = "contacts changed by file"  # on the trail, about the contacts of a scheme (coupons/loading)
HIDDEN_LINK, HIDDEN_CODE, HIDDEN_NAME = "（お客様ごとのURL）", "（認証コード）", "（お名前）"


@dataclass(frozen=True)
class Sample:
    """A message without what belongs to its receiver alone: its link, its code, their name."""

    channel: str
    template: str
    context: dict

    @classmethod
    def of(cls, message: Message) -> "Sample":
        hidden = {"url": f"{settings.SITE_URL}/r/{HIDDEN_LINK}/"} if "link" in message.context else {}
        hidden |= {"name": HIDDEN_NAME} if message.context.get("name") else {}
        kept = {key: value for key, value in message.context.items() if key not in ("link", "code", "name")}
        return cls(message.channel, message.template, kept | hidden)


@dataclass(frozen=True)
class Waiting:
    """The messages of a scheme that wait for one release, by channel and template."""

    scheme: str
    what: str
    counts: dict[tuple[str, str], int]

    @property
    def called(self) -> str:
        """As `Release.called`."""
        return called(self.what)

    def in_words(self) -> str:
        """「1,240件（SMS 40件、メール 1,200件）」"""
        by_channel: dict[str, int] = {}
        for (channel, _), count in self.counts.items():
            by_channel[channel] = by_channel.get(channel, 0) + count
        parts = "、".join(
            f"{Message.Channel(channel).label} {count:,}件" for channel, count in sorted(by_channel.items())
        )
        return f"{self.count:,}件" + (f"（{parts}）" if parts else "")

    @property
    def count(self) -> int:
        """Of all channels."""
        return sum(self.counts.values())

    def samples(self) -> list[tuple[str, Words]]:
        """Five messages with their channel's word, of every kind that waits in turn, the oldest of each first."""
        oldest = [
            _queued(self.scheme, self.what).filter(channel=c, template=t).order_by("id")[:SAMPLES]
            for c, t in self.counts
        ]
        in_turn = filter(None, chain.from_iterable(zip_longest(*oldest)))
        return [(message.get_channel_display(), shown(Sample.of(message))) for message in islice(in_turn, SAMPLES)]

    @property
    def loads(self) -> list[AuditEvent]:
        """The last loads that changed members' contacts, the newest first, where these are what is to be looked at."""
        return list(_loads(self.scheme, self.what).order_by("-pk")[:LOADS])


def who_changed_contacts(scheme: str, what: str) -> list[str]:
    """Who loaded the files that say where the messages of this release go."""
    return list(_loads(scheme, what).order_by("who").values_list("who", flat=True).distinct())


def _loads(scheme: str, what: str) -> QuerySet[AuditEvent]:
    """The loads that changed members' contacts, for the release of what goes there; none for others."""
    events = AuditEvent.objects.filter(about=contacts_of(scheme), action=CONTACTS_CHANGED)
    return events if kind_and_round(what)[0] == CHANGED else events.none()


def contacts_of(scheme: str) -> str:
    """What the trail calls the contacts of a scheme's members; `scheme` is the slug."""
    return f"contacts/{scheme}"


def waiting(scheme: str, what: str) -> Waiting:
    """What one release would let go."""
    kinds = (
        _queued(scheme, what).values_list("channel", "template").annotate(Count("id")).order_by("channel", "template")
    )
    return Waiting(scheme, what, {(channel, template): count for channel, template, count in kinds})


def not_asked_for() -> list[Waiting]:
    """What waits although nobody has asked for its release yet."""
    held = Message.objects.filter(state__in=Message.WAITING).exclude(release="")
    pairs = held.values_list("scheme", "release").distinct().order_by("scheme", "release")
    asked = set(Release.objects.values_list("scheme", "what"))
    return [waiting(scheme, what) for scheme, what in pairs if (scheme, what) not in asked]


def _queued(scheme: str, what: str):
    return Message.objects.filter(scheme=scheme, release=what, state__in=Message.WAITING)


def by_state(scheme: str, what: str) -> list[tuple[str, int]]:
    """「送信済 1,180」: what became of one release's messages so far, state by state."""
    states = Message.objects.filter(scheme=scheme, release=what).values_list("state").annotate(Count("id"))
    counts = dict(states)
    return [(state.label, counts[state]) for state in Message.State if state in counts]
