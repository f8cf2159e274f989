"""The demo says who pays, so that a batch of transfers can be followed to its file: an invented one, set once."""

import demo_data
import pytest

from payouts.batches import approving
from payouts.models import Consignor
from tests.makers import regionpay


@pytest.mark.django_db
def test_who_pays_in_the_demo_is_invented_and_can_be_written():
    scheme = regionpay()
    demo_data.set_payer()

    assert approving.consignor_of(scheme).bank_code == "9999"
    Consignor.objects.update(name="ﾍﾞﾂ")
    demo_data.set_payer()
    assert Consignor.objects.get().name == "ﾍﾞﾂ"
