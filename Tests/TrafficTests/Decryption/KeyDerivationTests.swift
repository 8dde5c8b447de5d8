import Testing

@testable import Traffic

struct KeyDerivationTests {
  /// RFC 8448, section 3: "derive write traffic keys for handshake data" and "... for application data".
  @Test(arguments: [
    (
      "b67b7d690cc16c4e75e54213cb2d37b4e9c912bcded9105d42befd59d391ad38",
      "3fce516009c21727d0f2e4e86ee403bc", "5d313eb2671276ee13000b30"
    ),
    (
      "9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5",
      "17422dda596ed5d9acd890e3c63f5051", "5b78923dee08579033e523d9"
    ),
  ])
  func trafficKeysAreThoseOfRFC8448(secret: String, key: String, nonce: String) {
    let secret = TLSBytes.hexadecimal(secret)
    #expect(
      KeyDerivation.expand(secret, label: "key", length: 16, hash: .sha256) == TLSBytes.hexadecimal(key))
    #expect(
      KeyDerivation.expand(secret, label: "iv", length: 12, hash: .sha256) == TLSBytes.hexadecimal(nonce))
  }

  /// The test vectors for the PRF that were posted to the IETF's TLS list when TLS 1.2 was made.
  @Test func thePseudorandomFunctionOfTLS12IsThatOfItsTestVector() {
    let output = KeyDerivation.pseudorandom(
      TLSBytes.hexadecimal("9bbe436ba940f017b17652849a71db35"), label: "test label",
      seed: TLSBytes.hexadecimal("a0ba9f936cda311827a6f796ffd5198c"), length: 100, hash: .sha256)
    #expect(
      output
        == TLSBytes.hexadecimal(
          """
          e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a6b301791e90d35c9c9a46b4e14baf9af
          0fa022f7077def17abfd3797c0564bab4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701
          87347b66
          """))
  }

  @Test func thePseudorandomFunctionOfTLS12IsThatOfItsTestVectorForSHA384() {
    let output = KeyDerivation.pseudorandom(
      TLSBytes.hexadecimal("b80b733d6ceefcdc71566ea48e5567df"), label: "test label",
      seed: TLSBytes.hexadecimal("cd665cf6a8447dd6ff8b27555edb7465"), length: 148, hash: .sha384)
    #expect(
      output.prefix(48)
        == TLSBytes.hexadecimal(
          "7b0c18e9ced410ed1804f2cfa34a336a1c14dffb4900bb5fd7942107e81c83cde9ca0faa60be9fe34f82b1233c9146a0")[
          ...])
  }

  /// RFC 8448, section 3: the record in which the client sends its application data, the bytes 0 to 49.
  @Test func aRecordOfRFC8448IsOpened() throws {
    let suite = try #require(TLSCipherSuite(0x1301))
    var decryptor = RecordDecryptor(
      suite: suite,
      secret: TLSBytes.hexadecimal("9e40646ce79a7f9dc05af8889bce6552875afa0b06df0087f792ebb7c17504a5"))
    let body = TLSBytes.hexadecimal(
      """
      a23f7054b62c94d0affafe8228ba55cbefacea42f914aa66bcab3f2b9819a8a5b46b395bd54a9a20441e2b62974e1f5a
      6292a2977014bd1e3deae63aeebb21694915e4
      """)
    let record = decryptor.open(type: 23, version: 0x0303, body: body)
    let opened = try #require(record)
    #expect(opened.type == 23)
    #expect(Array(opened.content) == Array(0..<50))
    // The same record is none that follows.
    #expect(decryptor.open(type: 23, version: 0x0303, body: body) == nil)
  }
}
