import Records

/// Addresses as text; a capture names the same few over and over.
final class AddressTable {
  /// The most texts that are kept.
  private static let mostTexts = 4096

  private var texts: [IPAddress: String] = [:]

  /// The text of an address.
  func text(of address: IPAddress) -> String {
    if let known = texts[address] { return known }
    if texts.count > Self.mostTexts { texts.removeAll(keepingCapacity: true) }
    let text = address.description
    texts[address] = text
    return text
  }
}
