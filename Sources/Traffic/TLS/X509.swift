import Crypto
public import Records

/// Reads certificates (RFC 5280, 4.1).
public enum X509 {
  private static let mostNames = 1000

  /// The attribute types of names that have a short name (RFC 4514, 3; RFC 5280, 4.1.2.4).
  private static let attributes: [[UInt8]: String] = [
    [0x55, 0x04, 0x03]: "CN", [0x55, 0x04, 0x05]: "serialNumber", [0x55, 0x04, 0x06]: "C",
    [0x55, 0x04, 0x07]: "L", [0x55, 0x04, 0x08]: "ST", [0x55, 0x04, 0x0a]: "O", [0x55, 0x04, 0x0b]: "OU",
    [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x01]: "emailAddress",
    [0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19]: "DC",
  ]

  /// The certificate in DER bytes; nil where they are none.
  public static func certificate(_ bytes: UnsafeRawBufferPointer) -> Certificate? {
    var outer = DERReader(bytes)
    guard let whole = outer.next(0x30), outer.isAtEnd else { return nil }
    var parts = DERReader(whole.contents)
    guard let signed = parts.next(0x30) else { return nil }
    var fields = DERReader(signed.contents)
    _ = fields.next(0xa0)  // version
    guard fields.next(0x02) != nil, fields.next(0x30) != nil,  // serial number, signature algorithm
      let issuer = fields.next(0x30).flatMap({ name($0.contents) }), let validity = fields.next(0x30),
      let subject = fields.next(0x30).flatMap({ name($0.contents) }),
      fields.next(0x30) != nil  // public key
    else { return nil }
    var times = DERReader(validity.contents)
    guard let notBefore = times.next(), let notAfter = times.next() else { return nil }
    var alternatives: [String] = []
    while !fields.isAtEnd {
      guard let field = fields.next() else { return nil }
      guard field.tag == 0xa3 else { continue }
      guard let names = alternativeNames(field.contents) else { return nil }
      alternatives = names
    }
    return Certificate(
      subject: subject, issuer: issuer, subjectAlternativeNames: alternatives,
      notBefore: X509Time.timestamp(notBefore), notAfter: X509Time.timestamp(notAfter),
      fingerprint: Hexadecimal.text(SHA256.hash(data: bytes)))
  }

  /// A distinguished name as `C=US, O=Example`, in the order of the certificate.
  private static func name(_ bytes: UnsafeRawBufferPointer) -> String? {
    var text = ""
    var sets = DERReader(bytes)
    while !sets.isAtEnd {
      guard let set = sets.next(0x31) else { return nil }
      var pairs = DERReader(set.contents)
      while !pairs.isAtEnd {
        guard let pair = pairs.next(0x30) else { return nil }
        var parts = DERReader(pair.contents)
        guard let type = parts.next(0x06), let value = parts.next() else { return nil }
        let attribute = attributes[Array(type.contents)] ?? Hexadecimal.text(type.contents)
        text += "\(text.isEmpty ? "" : ", ")\(attribute)=\(string(value))"
      }
    }
    return text
  }

  private static func string(_ element: DERReader.Element) -> String {
    switch element.tag {
    case 0x1e:  // BMPString
      var cursor = ByteCursor(element.contents)
      var units: [UInt16] = []
      while let unit = cursor.uint16() { units.append(unit) }
      return String(decoding: units, as: UTF16.self)
    case 0x0c: return String(decoding: element.contents, as: UTF8.self)
    default: return latin1(element.contents)
    }
  }

  private static func alternativeNames(_ bytes: UnsafeRawBufferPointer) -> [String]? {
    var wrapper = DERReader(bytes)
    guard let list = wrapper.next(0x30) else { return nil }
    var extensions = DERReader(list.contents)
    while !extensions.isAtEnd {
      guard let part = extensions.next(0x30) else { return nil }
      var fields = DERReader(part.contents)
      guard let type = fields.next(0x06) else { return nil }
      guard type.contents.elementsEqual([0x55, 0x1d, 0x11]) else { continue }
      _ = fields.next(0x01)  // critical
      guard let value = fields.next(0x04) else { return nil }
      var inner = DERReader(value.contents)
      return inner.next(0x30).map { generalNames($0.contents) }
    }
    return []
  }

  private static func generalNames(_ bytes: UnsafeRawBufferPointer) -> [String] {
    var names: [String] = []
    var elements = DERReader(bytes)
    while names.count < mostNames, let element = elements.next() {
      switch element.tag {
      case 0x82: names.append("DNS:" + latin1(element.contents))
      case 0x86: names.append("URI:" + latin1(element.contents))
      case 0x87:
        var cursor = ByteCursor(element.contents)
        if element.contents.count == 4, let address = cursor.uint32() {
          names.append("IP:\(IPAddress(v4: address))")
        } else if element.contents.count == 16, let high = cursor.uint64(), let low = cursor.uint64() {
          names.append("IP:\(IPAddress(high: high, low: low))")
        }
      default: continue
      }
    }
    return names
  }

  private static func latin1(_ bytes: UnsafeRawBufferPointer) -> String {
    var text = ""
    for byte in bytes { text.unicodeScalars.append(Unicode.Scalar(byte)) }
    return text
  }
}
