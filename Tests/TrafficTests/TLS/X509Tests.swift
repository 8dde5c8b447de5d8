import FoundationEssentials
import Records
import Testing

@testable import Traffic

/// A certificate made with `openssl req -x509` for these tests; what it holds is as `openssl x509 -text` prints it.
struct X509Tests {
  static let bytes: [UInt8] = Array(
    Data(
      base64Encoded: """
        MIICoDCCAkagAwIBAgIBBzAKBggqhkjOPQQDAjB5MQswCQYDVQQGEwJVUzELMAkGA1UECAwCVFgxDzANBgNVBAcMBkRhbGxh
        czEUMBIGA1UECgwLRXhhbXBsZSBPcmcxGDAWBgNVBAMMD2FwaS5leGFtcGxlLmNvbTEcMBoGCSqGSIb3DQEJARYNYUBleGFt
        cGxlLmNvbTAeFw0yNjExMjMwNTEwMzRaFw0zNjExMjAwNTEwMzRaMHkxCzAJBgNVBAYTAlVTMQswCQYDVQQIDAJUWDEPMA0G
        A1UEBwwGRGFsbGFzMRQwEgYDVQQKDAtFeGFtcGxlIE9yZzEYMBYGA1UEAwwPYXBpLmV4YW1wbGUuY29tMRwwGgYJKoZIhvcN
        AQkBFg1hQGV4YW1wbGUuY29tMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAExlP/w0tnP0JDDyawFNBW4rBmJDz8xyTHgApP
        BZxUe6vEffCKvXcKG+cQpPzSgyvWmU2vs+z+IYQn0gZi993JKaOBvjCBuzAdBgNVHQ4EFgQUQdyjLgryFHuF6x9GBDlurWrB
        eKowHwYDVR0jBBgwFoAUQdyjLgryFHuF6x9GBDlurWrBeKowDwYDVR0TAQH/BAUwAwEB/zBoBgNVHREEYTBfgg9hcGkuZXhh
        bXBsZS5jb22CDSouZXhhbXBsZS5jb22HBMAAAgGHECABDbgAAAAAAAAAAAAAAAGGFmh0dHBzOi8vZXhhbXBsZS5jb20vaWSB
        DWFAZXhhbXBsZS5jb20wCgYIKoZIzj0EAwIDSAAwRQIgDyrFlTcYde7i4wP+cuJTNS6zVHeYPYO05X5tpitik8MCIQCEjYSY
        j5esLmj3sVgl1Xmhwg2YmZA6ukEXjDw6+50HPA==
        """, options: .ignoreUnknownCharacters) ?? Data())

  @Test func aCertificateIsReadAsOpenSSLReadsIt() throws {
    let certificate = try #require(Self.bytes.withUnsafeBytes { X509.certificate($0) })
    let name =
      "C=US, ST=TX, L=Dallas, O=Example Org, CN=api.example.com, emailAddress=a@example.com"
    #expect(certificate.subject == name)
    #expect(certificate.issuer == name)
    #expect(
      certificate.subjectAlternativeNames == [
        "DNS:api.example.com", "DNS:*.example.com", "IP:192.0.2.1", "IP:2001:db8::1",
        "URI:https://example.com/id",
      ])
    #expect(certificate.notBefore == Timestamp(nanoseconds: 1_795_410_634_000_000_000))
    #expect(certificate.notAfter == Timestamp(nanoseconds: 2_110_770_634_000_000_000))
    #expect(
      certificate.fingerprint == "2a704c1d2b77a8443c2523ad02680bfd072074b908501ff7ac34afef7102baa4")
  }

  @Test func aCertificateThatEndsEarlyIsNone() {
    for count in 0..<Self.bytes.count {
      #expect(Self.bytes[..<count].withUnsafeBytes { X509.certificate($0) } == nil)
    }
  }

  @Test(
    arguments: [
      // Seconds from `date -u -d ... +%s`.
      (0x17, "491231235959Z", 2_524_607_999 as Int64?), (0x17, "500101000000Z", -631_152_000),
      (0x18, "20000229120000Z", 951_825_600), (0x18, "99991231235959Z", nil), (0x17, "491331235959Z", nil),
      (0x17, "4912312359", nil), (0x04, "491231235959Z", nil),
    ] as [(UInt8, String, Int64?)])
  func timesFollowRFC5280(tag: UInt8, text: String, seconds: Int64?) {
    let moment = Array(text.utf8).withUnsafeBytes {
      X509Time.timestamp(DERReader.Element(tag: tag, contents: $0))
    }
    #expect(moment == seconds.map { Timestamp(nanoseconds: $0 * 1_000_000_000) })
  }
}
