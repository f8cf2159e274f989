from collections.abc import Iterator

import pytest

from payouts.issuers import http
from payouts.models import BrandSetting
from tests.issuers.outside import Outside


@pytest.fixture(scope="session")
def issuer_process(tmp_path_factory) -> Iterator[Outside]:
    """One for all tests: its ledger grows, and keys never meet."""
    outside = Outside(tmp_path_factory.mktemp("issuer"))
    yield outside
    outside.stop()


@pytest.fixture
def issuer(issuer_process: Outside, settings, monkeypatch) -> Outside:
    """It answers without faults, and is given a second to do so."""
    monkeypatch.setattr(http, "SECONDS", 1)
    settings.ISSUER_URL, settings.ISSUER_TOKEN = issuer_process.url, "token-of-tests"
    issuer_process.will(page=True)
    return issuer_process


@pytest.fixture
def over_the_net(issuer: Outside, db) -> Outside:
    """Every brand is asked for over the net."""
    BrandSetting.objects.update(way="http")
    return issuer
