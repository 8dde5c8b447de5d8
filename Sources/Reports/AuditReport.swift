/// A way to show an audit.
public protocol AuditReport: Sendable {
  /// Writes the whole report, in pieces; the same audit gives the same bytes.
  func render(_ audit: ReportedAudit, into output: inout some TextOutputStream)
}
