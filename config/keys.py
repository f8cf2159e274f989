"""Key rings, as settings write them: "id:secret id:secret", newest first."""

from functools import cache


@cache
def key_ring(text: str) -> dict[str, str]:
    """Secrets by key id, in the order written. Raises ValueError for an empty or malformed ring."""
    pairs = [part.partition(":") for part in text.split()]
    ring = {key_id: secret for key_id, _, secret in pairs}
    if not ring or len(ring) != len(pairs) or not all(key_id and secret for key_id, secret in ring.items()):
        raise ValueError('A key ring is written "id:secret id:secret", each id once.')
    return ring
