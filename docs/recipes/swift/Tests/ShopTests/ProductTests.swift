import Foundation
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

@Suite(.serialized) struct ProductTests {
  /// Real: asks the shop.
  @Test func productsAreListed() async throws {
    let shop = try #require(ProcessInfo.processInfo.environment["SHOP_URL"])
    let (data, _) = try await URLSession.shared.data(from: #require(URL(string: shop + "/products")))
    #expect(String(decoding: data, as: UTF8.self).contains("lamp"))
  }

  /// Fake: asks nobody.
  @Test func productHasPrice() {
    #expect(["name": "lamp", "price": "30"]["price"] == "30")
  }
}
