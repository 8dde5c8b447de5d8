import CCurl
import FoundationEssentials
import Records

#if canImport(Glibc)
  import Glibc
#endif

/// Runs transfers one after another, and keeps connections open between them, as libcurl's easy handle does.
///
/// Redirects are not followed, no answer is decoded, cookies are not kept, and no file of the user (`.netrc`) is read.
public final class TransferSession {
  private let handle: UnsafeMutableRawPointer
  private let settings: TransferSettings

  private static let isLibraryReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// A session without connections.
  ///
  /// - Throws: a ``TransferFailure`` where libcurl cannot be started.
  public init(settings: TransferSettings = TransferSettings()) throws(TransferFailure) {
    guard Self.isLibraryReady, let handle = curl_easy_init() else {
      throw TransferFailure(.other, "libcurl cannot be started")
    }
    self.handle = handle
    self.settings = settings
  }

  deinit { curl_easy_cleanup(handle) }

  /// Sends a request and waits for the answer.
  ///
  /// - Throws: a ``TransferFailure`` where no answer came, whole or to the limit of its body.
  public func run(_ request: TransferRequest) throws(TransferFailure) -> Transfer {
    // Forgets the options of the transfer before, and keeps its connection.
    curl_easy_reset(handle)
    let collector = AnswerCollector(settings: settings, isUpgrade: request.isUpgrade)
    let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    defer { errorText.deallocate() }
    var fields: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(fields) }
    // Without an empty Expect, curl would wait for an interim answer before it sends a long body.
    for header in request.headers + [Header(name: "Expect", value: "")] {
      let isPlain = (header.name + header.value).utf8.allSatisfy { ($0 >= 0x20 || $0 == 0x09) && $0 != 0x7f }
      guard isPlain, let longer = curl_slist_append(fields, "\(header.name): \(header.value)") else {
        throw TransferFailure(.unusable, "the header field \(ServerText.plain(header.name)) has a control")
      }
      fields = longer
    }
    assay_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
    assay_curl_set_pointer(handle, CURLOPT_HTTPHEADER, fields)
    try prepare(request)
    let code = withExtendedLifetime(collector) {
      let context = Unmanaged.passUnretained(collector).toOpaque()
      assay_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
      assay_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
      assay_curl_set_callback(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
        let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return TransferSession.collector(context)?.takeHeader(line) == true ? line.count : 0
      }
      assay_curl_set_callback(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
        let part = UnsafeRawBufferPointer(start: bytes, count: size * count)
        return TransferSession.collector(context)?.takeBody(part) == true ? part.count : 0
      }
      return curl_easy_perform(handle)
    }
    let isEndedByUs = collector.isBodyCut || collector.isUpgraded
    guard code == CURLE_OK || (code == CURLE_WRITE_ERROR && isEndedByUs) else {
      if collector.isHeaderTooLong {
        throw TransferFailure(
          .malformedAnswer, "its header has more than \(settings.headerLimit) bytes")
      }
      let words = String(cString: errorText)
      throw failure(code, words.isEmpty ? String(cString: curl_easy_strerror(code)) : words, request.url)
    }
    return transfer(collector)
  }

  private static func collector(_ context: UnsafeMutableRawPointer?) -> AnswerCollector? {
    // The context is the collector of the transfer that runs, which outlives it.
    context.map { Unmanaged<AnswerCollector>.fromOpaque($0).takeUnretainedValue() }
  }

  private func prepare(_ request: TransferRequest) throws(TransferFailure) {
    var codes = [
      assay_curl_set_string(handle, CURLOPT_URL, request.url.httpText),
      assay_curl_allow_only_http(handle),
      assay_curl_set_string(handle, CURLOPT_CUSTOMREQUEST, request.method),
      assay_curl_set_long(handle, CURLOPT_NOBODY, request.method == "HEAD" ? 1 : 0),
      assay_curl_set_long(handle, CURLOPT_NOSIGNAL, 1),
      assay_curl_set_long(handle, CURLOPT_PATH_AS_IS, 1),
      assay_curl_set_long(handle, CURLOPT_CERTINFO, 1),
      assay_curl_set_long(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      assay_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(settings.connectTimeout)),
      assay_curl_set_long(handle, CURLOPT_TIMEOUT_MS, Self.milliseconds(settings.timeout)),
      assay_curl_set_long(handle, CURLOPT_SSL_VERIFYPEER, settings.verifiesServer ? 1 : 0),
      assay_curl_set_long(handle, CURLOPT_SSL_VERIFYHOST, settings.verifiesServer ? 2 : 0),
    ]
    let version = request.isUpgrade ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS
    codes.append(assay_curl_set_long(handle, CURLOPT_HTTP_VERSION, Int(version)))
    if let body = request.body {
      codes.append(assay_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
      var bytes = body + [0]
      codes.append(
        bytes.withUnsafeMutableBytes { part in
          // libcurl copies them.
          assay_curl_set_pointer(handle, CURLOPT_COPYPOSTFIELDS, part.baseAddress)
        })
    }
    for (option, text) in [
      (CURLOPT_PROXY, settings.proxy), (CURLOPT_CAINFO, settings.authorityFile),
      (CURLOPT_CAPATH, settings.authorityFolder),
    ] {
      if let text { codes.append(assay_curl_set_string(handle, option, text)) }
    }
    if let refused = codes.first(where: { $0 != CURLE_OK }) {
      throw TransferFailure(.unusable, String(cString: curl_easy_strerror(refused)))
    }
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    let (seconds, attoseconds) = duration.components
    // To libcurl, 0 is no limit at all.
    return max(1, Int(min(seconds, 1_000_000)) * 1000 + Int(attoseconds / 1_000_000_000_000_000))
  }

  private func transfer(_ collector: AnswerCollector) -> Transfer {
    Transfer(
      status: number(CURLINFO_RESPONSE_CODE), version: Self.version(number(CURLINFO_HTTP_VERSION)),
      headers: collector.headers, body: collector.body, isBodyCut: collector.isBodyCut,
      redirect: text(CURLINFO_REDIRECT_URL),
      retryAfter: time(CURLINFO_RETRY_AFTER),
      times: times(),
      remote: text(CURLINFO_PRIMARY_IP).flatMap(IPAddress.init).flatMap { address in
        UInt16(exactly: number(CURLINFO_PRIMARY_PORT)).map { Endpoint(address: address, port: $0) }
      },
      isConnectionReused: number(CURLINFO_NUM_CONNECTS) == 0,
      isTunnelled: number(CURLINFO_HTTP_CONNECTCODE) != 0,
      certificates: certificates())
  }

  private func times() -> TransferTimes {
    TransferTimes(
      lookup: time(CURLINFO_NAMELOOKUP_TIME_T), connect: time(CURLINFO_CONNECT_TIME_T),
      handshake: time(CURLINFO_APPCONNECT_TIME_T), firstByte: time(CURLINFO_STARTTRANSFER_TIME_T),
      total: time(CURLINFO_TOTAL_TIME_T) ?? 0)
  }

  /// The certificates as libcurl hands them over: lists of `name:value`, of which one is the certificate in PEM.
  private func certificates() -> [[UInt8]] {
    var info: UnsafeMutablePointer<curl_certinfo>?
    guard assay_curl_get_certificates(handle, &info) == CURLE_OK, let chain = info?.pointee,
      chain.num_of_certs > 0
    else { return [] }
    return (0..<min(Int(chain.num_of_certs), 100)).compactMap { index in
      var line = chain.certinfo[index]
      while let entry = line {
        defer { line = entry.pointee.next }
        let text = String(cString: entry.pointee.data)
        guard text.hasPrefix("Cert:") else { continue }
        let encoded = text.split(separator: "\n").filter { !$0.hasPrefix("Cert:") && !$0.hasPrefix("-----") }
        return Data(base64Encoded: encoded.joined()).map { [UInt8]($0) }
      }
      return nil
    }
  }

  private func text(_ info: CURLINFO) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    guard assay_curl_get_string(handle, info, &value) == CURLE_OK, let value else { return nil }
    return String(cString: value)
  }

  private func number(_ info: CURLINFO) -> Int {
    var value = 0
    return assay_curl_get_long(handle, info, &value) == CURLE_OK ? value : 0
  }

  /// A time in libcurl's unit; nil where it is 0, which is how libcurl says that there was none.
  private func time(_ info: CURLINFO) -> Int64? {
    var value: curl_off_t = 0
    return assay_curl_get_offset(handle, info, &value) == CURLE_OK && value > 0 ? Int64(value) : nil
  }

  private static func version(_ number: Int) -> String {
    switch number {
    case CURL_HTTP_VERSION_1_0: "HTTP/1.0"
    case CURL_HTTP_VERSION_1_1: "HTTP/1.1"
    case CURL_HTTP_VERSION_2_0: "HTTP/2"
    default: "HTTP/3"
    }
  }

  private func failure(_ code: CURLcode, _ words: String, _ url: WebAddress) -> TransferFailure {
    TransferFailure(kind(code, url), ServerText.plain(words))
  }

  private func kind(_ code: CURLcode, _ url: WebAddress) -> TransferFailure.Kind {
    switch code {
    case CURLE_URL_MALFORMAT, CURLE_SSL_CACERT_BADFILE: return .unusable
    case CURLE_COULDNT_RESOLVE_HOST: return .nameNotResolved
    case CURLE_COULDNT_RESOLVE_PROXY, CURLE_PROXY: return .proxyFailed
    case CURLE_COULDNT_CONNECT:
      return number(CURLINFO_OS_ERRNO) == Int(ECONNREFUSED) ? .refused : .unreachable
    case CURLE_OPERATION_TIMEDOUT: return .timedOut(stage(url))
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR: return .certificateRefused
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM: return .handshakeFailed
    case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE:
      return number(CURLINFO_HTTP_CONNECTCODE) >= 300 ? .proxyFailed : .connectionLost
    // The scheme was looked at before: what is not supported is HTTP/0.9, an answer without a header.
    case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL, CURLE_HTTP2, CURLE_HTTP2_STREAM:
      return .malformedAnswer
    default: return .other
    }
  }

  /// The stage that the times leave unfinished.
  private func stage(_ url: WebAddress) -> TransferFailure.Stage {
    let times = times()
    let isConnected = number(CURLINFO_LOCAL_PORT) != 0
    if !isConnected { return times.lookup == nil ? .lookup : .connect }
    if url.isSecure, times.handshake == nil { return .handshake }
    return times.firstByte == nil ? .firstByte : .body
  }
}
