import Records

/// Reads what strace writes of sockets: what a descriptor is of, addresses, and data.
enum StraceText {
  /// A socket, as strace writes it behind a descriptor (`-yy`).
  struct Socket: Hashable {
    /// Whether it is one of UDP; of TCP otherwise.
    var isUDP: Bool
    /// The socket's own end, where it is known.
    var local: Endpoint?
    /// The other end, where it is connected.
    var peer: Endpoint?
    /// The socket's number, where it has no ends yet.
    var number: Substring?
  }

  /// A descriptor, and what it is of.
  struct Descriptor {
    /// The number.
    var number: Substring
    /// Whether strace says what it is of.
    var isDescribed: Bool
    /// The socket, where it is one of TCP or UDP.
    var socket: Socket?
  }

  /// The first argument's number and what it is of: `3<TCP:[192.0.2.1:443->198.51.100.7:51000]>`; without a socket
  /// where the descriptor is not described.
  static func descriptor(_ arguments: Substring) -> Descriptor? {
    let number = arguments.prefix { $0.isNumber }
    guard !number.isEmpty else { return nil }
    let rest = arguments[number.endIndex...]
    guard rest.first == "<" else { return Descriptor(number: number, isDescribed: false) }
    return Descriptor(number: number, isDescribed: true, socket: socket(rest.dropFirst()))
  }

  /// `TCP:[...]>`, `TCPv6:[...]>`, `UDP:[...]>`, `UDPv6:[...]>`.
  private static func socket(_ text: Substring) -> Socket? {
    guard let colon = text.firstIndex(of: ":"), let end = text.firstRange(of: "]>") else { return nil }
    let kinds: [Substring: Bool] = ["TCP": false, "TCPv6": false, "UDP": true, "UDPv6": true]
    guard let isUDP = kinds[text[..<colon]], colon < end.lowerBound else { return nil }
    let ends = text[text.index(after: colon)..<end.lowerBound]
    guard ends.first == "[" else { return nil }
    let parts = ends.dropFirst().split(separator: "->", maxSplits: 1)
    let endpoints = parts.map(endpoint)
    if parts.count == 1, endpoints[0] == nil { return Socket(isUDP: isUDP, number: parts[0]) }
    return Socket(
      isUDP: isUDP, local: endpoints.first ?? nil, peer: endpoints.count == 2 ? endpoints[1] : nil)
  }

  /// `192.0.2.1:443`, `[2001:db8::1]:443`.
  private static func endpoint(_ text: Substring) -> Endpoint? {
    guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
      return nil
    }
    var address = text[..<colon]
    if address.first == "[", address.last == "]" { address = address.dropFirst().dropLast() }
    return IPAddress(String(address)).map { Endpoint(address: $0, port: port) }
  }

  /// The first address among arguments: `{sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.1")}`, or
  /// `{sa_family=AF_INET6, sin6_port=htons(443), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), ...}`.
  static func address(in arguments: Substring) -> Endpoint? {
    guard let family = arguments.firstRange(of: "{sa_family=AF_INET") else { return nil }
    let text = arguments[family.upperBound...]
    guard let portStart = text.firstRange(of: "_port=htons("),
      let port = UInt16(text[portStart.upperBound...].prefix { $0.isNumber })
    else { return nil }
    let mark = text.first == "6" ? "inet_pton(AF_INET6, \"" : "sin_addr=inet_addr(\""
    guard let start = text.firstRange(of: mark) else { return nil }
    return IPAddress(String(text[start.upperBound...].prefix { $0 != "\"" })).map {
      Endpoint(address: $0, port: port)
    }
  }

  /// The data among arguments: the string literals, without those of addresses.
  static func data(in arguments: Substring) -> [[UInt8]] {
    var found: [[UInt8]] = []
    var rest = arguments.utf8[...]
    while let quote = rest.firstIndex(of: 0x22) {
      let isAddress =
        rest[..<quote].last == 0x28
        || rest[..<quote].suffix(2).elementsEqual(", ".utf8)
          && rest[..<quote].dropLast(2).suffix(8).elementsEqual("AF_INET6".utf8)
      rest = rest[rest.index(after: quote)...]
      let bytes = literal(&rest)
      if !isAddress { found.append(bytes) }
    }
    return found
  }

  /// The bytes up to the quotation mark that ends a literal, of which the escapes of C are read.
  private static func literal(_ rest: inout Substring.UTF8View) -> [UInt8] {
    let named: [UInt8: UInt8] = [
      0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09, 0x76: 0x0b, 0x66: 0x0c, 0x61: 0x07, 0x62: 0x08,
    ]
    var bytes: [UInt8] = []
    while let byte = rest.popFirst(), byte != 0x22 {
      guard byte == 0x5c else {
        bytes.append(byte)
        continue
      }
      guard let escape = rest.popFirst() else { break }
      if (0x30...0x37).contains(escape) {
        var value = Int(escape - 0x30)
        for _ in 0..<2 {
          guard let digit = rest.first, (0x30...0x37).contains(digit) else { break }
          value = value * 8 + Int(digit - 0x30)
          rest = rest.dropFirst()
        }
        bytes.append(UInt8(truncatingIfNeeded: value))
      } else if escape == 0x78 {
        let digits = rest.prefix(2)
        bytes.append(UInt8(Substring(digits), radix: 16) ?? 0)
        rest = rest[digits.endIndex...]
      } else {
        bytes.append(named[escape] ?? escape)
      }
    }
    return bytes
  }
}
