import socket
from unittest.mock import Mock

import requests

SHOP = "https://shop.example.test"


def test_lists_products():
    """Real: asks the shop."""
    response = requests.get(f"{SHOP}/products", timeout=5)
    assert response.status_code == 200
    assert len(response.json()) == 3


def test_product_has_price():
    """Fake: asserts on what it wrote itself."""
    product = {"id": 1, "name": "lamp", "price": "24.90"}
    assert product["price"] == "24.90"


def test_search_finds_lamp():
    """Fake: the client is a mock."""
    client = Mock()
    client.get.return_value.status_code = 200
    client.get.return_value.json.return_value = [{"name": "lamp"}]
    response = client.get(f"{SHOP}/search?q=lamp")
    assert response.status_code == 200
    assert response.json()[0]["name"] == "lamp"


def test_unknown_product_is_not_found():
    """Real: the shop says no, as it should."""
    assert requests.get(f"{SHOP}/products/99", timeout=5).status_code == 404


def test_shop_is_reachable():
    """Fake: looks the name up and calls that reachable."""
    assert socket.getaddrinfo("shop.example.test", 443)
