public import Records

/// What a probe showed, as JSON that `assay` reads again; the schema is ``schema``.
public enum ProbeJSON {
  /// The name and version of the schema.
  public static let schema = "assay/probe/1"

  /// Writes the probed targets, in their order.
  ///
  /// - Parameter failures: the targets that gave none, with the reason.
  public static func render(
    _ probedTargets: [ProbedTarget], failures: [Problem], into output: inout some TextOutputStream
  ) {
    var writer = JSONWriter()
    writer.object { root in
      root.string("schema", schema)
      root.array("probes") { list in
        for probedTarget in probedTargets { list.object { write(probedTarget, into: &$0) } }
      }
      root.array("failures") { list in
        for failure in failures {
          list.object { entry in
            entry.string("url", failure.place)
            entry.string("reason", failure.message)
          }
        }
      }
    }
    writer.flush(into: &output, always: true)
  }

  private static func write(_ probedTarget: ProbedTarget, into entry: inout JSONWriter) {
    entry.string("url", probedTarget.url)
    entry.string("host", probedTarget.host)
    entry.integer("port", probedTarget.port)
    entry.string("time", UTCText.iso8601(probedTarget.time))
    entry.integer("requests", probedTarget.requests)
    entry.boolean("is_verified", probedTarget.isVerified)
    entry.boolean("is_proxied", probedTarget.isProxied)
    entry.strings("addresses", probedTarget.addresses)
    entry.string("http_version", probedTarget.httpVersion)
    entry.integer("status", probedTarget.status)
    entry.string("redirect", probedTarget.redirect)
    entry.object("cold") { write(probedTarget.cold, into: &$0) }
    entry.object("warm") { write(probedTarget.warm, into: &$0) }
    entry.array("certificates") { list in
      for certificate in probedTarget.certificates { list.object { write(certificate, into: &$0) } }
    }
    entry.array("fronts") { list in
      for front in probedTarget.fronts {
        list.object(inline: true) { item in
          item.string("name", front.name)
          item.string("confidence", front.confidence.rawValue)
          item.string("basis", front.basis)
        }
      }
    }
    entry.array("headers") { list in
      for header in probedTarget.headers {
        list.object(inline: true) { item in
          item.string("name", header.name)
          item.string("value", header.value)
        }
      }
    }
    entry.strings("varying_headers", probedTarget.varyingHeaders)
    if let isLive = probedTarget.isDateLive, let offset = probedTarget.dateOffset {
      entry.object("date", inline: true) { date in
        date.boolean("is_live", isLive)
        date.integer("offset_us", Int(offset))
      }
    } else {
      entry.string("date", nil)
    }
    if let upgrade = probedTarget.upgrade {
      entry.object("websocket", inline: true) { socket in
        socket.integer("status", upgrade.status)
        write("upgrade_us", upgrade.time, into: &socket)
        socket.boolean("is_accepted", upgrade.isAccepted)
      }
    } else {
      entry.string("websocket", nil)
    }
    entry.string("interruption", probedTarget.interruption)
  }

  private static func write(_ stages: ProbedTarget.Stages, into entry: inout JSONWriter) {
    entry.integer("count", stages.count)
    write("lookup_us", stages.lookup, into: &entry)
    write("connect_us", stages.connect, into: &entry)
    write("tls_us", stages.handshake, into: &entry)
    write("first_byte_us", stages.firstByte, into: &entry)
    write("total_us", stages.total, into: &entry)
  }

  private static func write(_ key: String, _ spread: ProbedTarget.Spread?, into entry: inout JSONWriter) {
    guard let spread else { return entry.string(key, nil) }
    entry.object(key, inline: true) { figures in
      figures.integer("minimum", Int(spread.minimum))
      figures.integer("median", Int(spread.median))
      figures.integer("maximum", Int(spread.maximum))
    }
  }

  private static func write(_ certificate: Certificate, into entry: inout JSONWriter) {
    entry.string("subject", certificate.subject)
    entry.string("issuer", certificate.issuer)
    entry.strings("alternative_names", certificate.subjectAlternativeNames)
    entry.string("not_before", certificate.notBefore.map(UTCText.iso8601))
    entry.string("not_after", certificate.notAfter.map(UTCText.iso8601))
    entry.string("sha256", certificate.fingerprint)
  }
}
