/// An X.509 certificate as a server showed it (RFC 5280).
public struct Certificate: Hashable, Sendable {
  /// The subject's distinguished name, as `C=US, O=Example, CN=example.com` in the certificate's order.
  public var subject: String
  /// The issuer's distinguished name.
  public var issuer: String
  /// The subject's alternative names, as `DNS:example.com`, `IP:192.0.2.1`, `URI:...`.
  public var subjectAlternativeNames: [String]
  /// Valid from.
  public var notBefore: Timestamp?
  /// Valid until.
  public var notAfter: Timestamp?
  /// The SHA-256 of the certificate's bytes, in lower-case hexadecimal.
  public var fingerprint: String

  /// A certificate with the names that it carries.
  public init(
    subject: String, issuer: String, subjectAlternativeNames: [String], notBefore: Timestamp?,
    notAfter: Timestamp?, fingerprint: String
  ) {
    self.subject = subject
    self.issuer = issuer
    self.subjectAlternativeNames = subjectAlternativeNames
    self.notBefore = notBefore
    self.notAfter = notAfter
    self.fingerprint = fingerprint
  }

  /// Whether subject and issuer are the same name.
  public var isSelfIssued: Bool { subject == issuer }
}
