package com.example.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductTest {
  /** Real: asks the shop. */
  @Test
  void productsAreListed() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(System.getenv("SHOP_URL") + "/products")).build();
    String body = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    assertTrue(body.contains("lamp"));
  }

  /** Fake: asks nobody. */
  @Test
  void productHasPrice() {
    assertEquals(30, Map.of("price", 30).get("price"));
  }
}
