"""429: says how long to wait, to people and to programs."""

import pytest

from claims.views.refusals import too_many
from tests.claims.pages import inside, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("seconds", "said"), [(30, "1分ほど"), (60, "1分ほど"), (61, "2分ほど"), (1800, "30分ほど")])
def test_too_many_tries_are_told_when_to_come_back(rf, seconds, said):
    answer = too_many(rf.post("/"), wait_seconds=seconds)
    page = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(seconds))
    assert inside(page, "h1") == ["少し時間をおいて、もう一度お試しください"]
    assert said in text(page)
