/// How connections are made: as the curl program makes them, its environment variables included.
public struct TransferSettings: Hashable, Sendable {
  /// The proxy's URL; nil for what `http_proxy`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, the empty string for none.
  public var proxy: String?
  /// A file of certificates in PEM that are trusted; nil for the system's.
  public var authorityFile: String?
  /// A folder of certificates that are trusted, as `openssl rehash` makes it; nil for the system's.
  public var authorityFolder: String?
  /// Whether a server's certificate must be trusted and of the server's name.
  public var verifiesServer = true
  /// How long a connection may take to be made, TLS included.
  public var connectTimeout = Duration.seconds(10)
  /// How long a transfer may take as a whole.
  public var timeout = Duration.seconds(20)
  /// The most bytes of a response's body that are kept; what comes after is not read.
  public var bodyLimit = 1 << 20
  /// The most bytes of a response's header fields; a response with more is refused.
  public var headerLimit = 256 << 10

  /// The settings that the environment asks for.
  ///
  /// - Parameter environment: `CURL_CA_BUNDLE`, or else `SSL_CERT_FILE` and `SSL_CERT_DIR`, name what is trusted. What
  ///   proxies there are libcurl reads from the process's environment by itself.
  public init(environment: [String: String] = [:]) {
    if let bundle = environment["CURL_CA_BUNDLE"], !bundle.isEmpty {
      authorityFile = bundle
      return
    }
    authorityFile = environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
    authorityFolder = environment["SSL_CERT_DIR"].flatMap { $0.isEmpty ? nil : $0 }
  }
}
