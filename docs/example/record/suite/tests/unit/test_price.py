from decimal import ROUND_HALF_UP, Decimal


def test_rounds_to_cents():
    """Promises nothing about the shop: --expect 'tests/unit/**=offline'."""
    assert Decimal("24.895").quantize(Decimal("0.01"), ROUND_HALF_UP) == Decimal("24.90")
