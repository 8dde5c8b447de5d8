import Records

/// Which header fields show which front. Patterns as their makers document them or as public collections of
/// fingerprints have them; every one can be copied into a stub, so none is proof.
enum FrontTable {
  private struct Sign {
    let front: String
    let header: String
    let confidence: ProbedTarget.Confidence
    let pattern: Regex<Substring>
  }

  /// Computed, because a `Regex` is not `Sendable`.
  private static var signs: [Sign] {
    func sign(
      _ front: String, _ header: String, _ confidence: ProbedTarget.Confidence, _ pattern: Regex<Substring>
    )
      -> Sign
    { Sign(front: front, header: header, confidence: confidence, pattern: pattern.ignoresCase()) }
    return [
      sign("Google Frontend", "server", .medium, /^Google Frontend$/),
      sign("Google Frontend", "x-cloud-trace-context", .high, /^[0-9a-f]{32}(?:\/\d{0,20})?(?:;o=[0-3]?)?$/),
      sign("Google Frontend", "via", .low, /^1\.1 google$/),
      sign("CloudFront", "x-amz-cf-id", .high, /^[A-Za-z0-9_-]{54,56}={0,2}$/),
      sign("CloudFront", "x-amz-cf-pop", .medium, /^[A-Z]{3}\d+-[A-Z]+\d+$/),
      sign("CloudFront", "via", .medium, /\.cloudfront\.net \(CloudFront\)$/),
      sign("AWS load balancer", "server", .medium, /^awselb\/2\.0$/),
      sign("AWS load balancer", "set-cookie", .medium, /^AWSALB(?:CORS|TG|TGCORS)?$/),
      sign("AWS API Gateway", "x-amz-apigw-id", .high, /^[A-Za-z0-9_=-]{10,24}$/),
      sign(
        "AWS API Gateway", "x-amzn-requestid", .low, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      sign("Cloudflare", "cf-ray", .high, /^[0-9a-f]{16}-[A-Z]{3}$/),
      sign("Cloudflare", "server", .medium, /^cloudflare$/),
      sign("Fastly", "x-served-by", .high, /(?:^|, )cache-[a-z]{3,}[-a-z0-9]*-[A-Z]{3}/),
      sign("Fastly", "x-fastly-request-id", .medium, /^[0-9a-f]{40}$/),
      sign("Akamai", "server", .medium, /^AkamaiGHost/),
      sign("Akamai", "x-akamai-request-id", .medium, /./),
      sign("Azure Front Door", "x-azure-ref", .high, /^[A-Za-z0-9+\/=_-]{20,}$/),
      sign("Azure", "set-cookie", .medium, /^(?:ASLBSA|ASLBSACORS|ARRAffinity|ARRAffinitySameSite)$/),
      sign("Envoy", "server", .medium, /^(?:istio-)?envoy$/),
      sign("Envoy", "x-envoy-upstream-service-time", .high, /^\d+$/),
      sign("Vercel", "x-vercel-id", .high, /^(?:[a-z]{3}\d::)+[a-z0-9]{5}-\d{13}-[0-9a-f]{12}$/),
      sign("Vercel", "server", .medium, /^Vercel$/),
      sign("Netlify", "server", .medium, /^Netlify/),
      sign("Netlify", "x-nf-request-id", .high, /^[0-9A-HJKMNP-TV-Z]{26}$/),
      sign("Fly.io", "fly-request-id", .high, /^[0-9A-Z]{26}-[a-z]{3}$/),
      sign("Fly.io", "server", .medium, /^Fly\/\w+ \(.*\)$/),
      sign("Heroku", "via", .medium, /[\d.-]+ vegur$/),
      sign("Kong", "via", .medium, /^(?:1\.1 )?kong\//),
      sign("Varnish", "via", .low, /varnish/),
      sign("nginx", "server", .low, /^nginx(?:\/[\d.]+)?(?: \(.*\))?$/),
      sign("Apache", "server", .low, /^Apache(?:\/[\d.]+)?(?: .*)?$/),
      sign("Caddy", "server", .low, /^Caddy$/),
      sign("Kestrel", "server", .low, /^Kestrel$/),
      sign("Uvicorn", "server", .low, /^uvicorn$/),
      sign("gunicorn", "server", .low, /^gunicorn/),
      sign("Werkzeug, a server for development", "server", .medium, /^Werkzeug\//),
    ]
  }

  /// The fronts that these header fields show, the surest first; each once, by its surest sign.
  ///
  /// - Parameter headers: names in lower case, of cookies only the name.
  static func fronts(in headers: [Header]) -> [ProbedTarget.Front] {
    var found: [ProbedTarget.Front] = []
    for sign in signs {
      guard let shown = headers.first(where: { $0.name == sign.header && $0.value.contains(sign.pattern) })
      else { continue }
      let front = ProbedTarget.Front(name: sign.front, confidence: sign.confidence, basis: shown.name)
      if let place = found.firstIndex(where: { $0.name == sign.front }) {
        if found[place].confidence < sign.confidence { found[place] = front }
      } else {
        found.append(front)
      }
    }
    return found.enumerated().sorted { one, other in
      one.element.confidence != other.element.confidence
        ? one.element.confidence > other.element.confidence : one.offset < other.offset
    }.map(\.element)
  }
}
