import Records

/// The name of the root element, by which formats written in XML are told apart.
enum XMLRootName {
  /// The local name of the first element in `head`; nil where there is none.
  static func of(_ head: FileHead) -> String? {
    // UTF-16 begins with its mark, or with a '<' of two bytes.
    guard !head.hasZeroByte || [0xff, 0xfe, 0x3c, 0x00].contains(head.bytes[0]) else { return nil }
    // Without zero bytes ASCII in UTF-16 reads as ASCII.
    let bytes = head.bytes.filter { $0 != 0 }
    var rest = bytes[...]
    while let open = rest.firstIndex(of: 0x3c) {
      rest = rest[(open + 1)...]
      let name = rest.prefix { $0 > 0x20 && $0 != 0x3e && $0 != 0x2f }
      if rest.starts(with: "!--".utf8) {
        guard let end = rest.firstRange(of: "-->".utf8) else { return nil }
        rest = rest[end.upperBound...]
      } else if name.first != 0x3f, name.first != 0x21 {
        return String(decoding: name.split(separator: 0x3a).last ?? [], as: UTF8.self)
      }
    }
    return nil
  }
}
