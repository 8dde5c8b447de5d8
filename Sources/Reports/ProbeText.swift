public import Records

/// What a probe showed, for people.
public enum ProbeText {
  /// Writes the probed targets, in their order.
  public static func render(_ probedTargets: [ProbedTarget], into output: inout some TextOutputStream) {
    for (number, probedTarget) in probedTargets.enumerated() {
      if number > 0 { output.write("\n") }
      render(probedTarget, into: &output)
    }
  }

  private static func render(_ probedTarget: ProbedTarget, into output: inout some TextOutputStream) {
    func row(_ name: String, _ text: String?) {
      guard let text else { return }
      output.write("  \(TextPage.left(name, 12))\(VisibleText.of(text))\n")
    }
    output.write("\(VisibleText.of(probedTarget.url))\n")
    let plural = probedTarget.requests == 1 ? "" : "s"
    row("probed", "\(UTCText.readable(probedTarget.time)) UTC, \(probedTarget.requests) request\(plural)")
    if probedTarget.isVerified == false {
      row("WARNING", "the server's certificate was not verified (--insecure)")
    }
    if probedTarget.isProxied {
      row("WARNING", "through a proxy: connecting tells nothing of the way to the target")
    }
    row("stopped", probedTarget.interruption)
    row("addresses", probedTarget.addresses.isEmpty ? nil : probedTarget.addresses.joined(separator: ", "))
    let status = probedTarget.status.map { ", status \($0)" } ?? ""
    row("answer", probedTarget.httpVersion.map { $0 + status })
    row("redirects", probedTarget.redirect.map { "to \($0), not measured" })
    if let upgrade = probedTarget.upgrade { row("WebSocket", text(upgrade)) }

    output.write("\n  \(TextPage.left("", 12))  minimum    median   maximum\n")
    for (name, stages) in [("cold", probedTarget.cold), ("warm", probedTarget.warm)] where stages.count > 0 {
      output.write("  \(name), \(stages.count) request\(stages.count == 1 ? "" : "s")\n")
      for (stage, spread) in [
        ("lookup", stages.lookup), ("connect", stages.connect), ("TLS", stages.handshake),
        ("first byte", stages.firstByte), ("total", stages.total),
      ] {
        guard let spread else { continue }
        let figures = [spread.minimum, spread.median, spread.maximum].map { figure in
          TextPage.right(DecimalText.span(microseconds: figure), 10)
        }
        output.write("    \(TextPage.left(stage, 10))\(figures.joined())\n")
      }
    }
    output.write("  Each stage counts from the end of the one before; the total is all of them.\n\n")

    for front in probedTarget.fronts {
      row("front", "\(front.name), \(front.confidence) confidence (\(front.basis))")
    }
    if let isLive = probedTarget.isDateLive, let offset = probedTarget.dateOffset {
      let seconds = DecimalText.fixed(Double(offset) / 1e6, decimals: 1) ?? "?"
      row("Date", "\(isLive ? "live" : "not live: old, or the same all along"), \(seconds) s from this clock")
    } else {
      row("Date", "none")
    }
    for header in probedTarget.headers { row("constant", "\(header.name): \(header.value)") }
    row(
      "varying",
      probedTarget.varyingHeaders.isEmpty ? nil : probedTarget.varyingHeaders.joined(separator: ", "))
    for (number, certificate) in probedTarget.certificates.enumerated() {
      row(number == 0 ? "certificate" : "issued by", certificate.subject)
      row("", "issuer \(certificate.issuer)")
      if !certificate.subjectAlternativeNames.isEmpty {
        row("", "for \(certificate.subjectAlternativeNames.joined(separator: ", "))")
      }
      let from = certificate.notBefore.map(UTCText.readable) ?? "?"
      row("", "valid \(from) to \(certificate.notAfter.map(UTCText.readable) ?? "?") UTC")
      row("", "SHA-256 \(certificate.fingerprint)")
    }
  }

  private static func text(_ upgrade: ProbedTarget.Upgrade) -> String {
    let time = upgrade.time.map { " in \(DecimalText.span(microseconds: $0.median))" } ?? ""
    let key =
      upgrade.isAccepted.map { $0 ? ", with the right accept key" : ", with a WRONG accept key" } ?? ""
    return "\(upgrade.status == 101 ? "granted" : "refused"), status \(upgrade.status)\(time)\(key)"
  }
}
