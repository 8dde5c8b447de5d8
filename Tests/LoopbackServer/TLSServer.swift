import Foundation

/// An HTTPS server on 127.0.0.1 with a certificate of an authority of its own, for tests: OpenSSL's test server.
public final class TLSServer {
  /// Whether there is an `openssl` to make one with.
  public static let isAvailable = TestCertificate.isAvailable

  /// The port that it listens on.
  public let port: UInt16
  /// The certificate of the authority, in PEM.
  public var authority: String { files.folder.appending(path: "ca.pem").path }
  /// The server's certificate, in DER.
  public var certificate: [UInt8] { files.bytes }

  private let files: TestCertificate
  private let process: Process

  /// A server whose certificate is of the name `localhost` and no address.
  public init() throws {
    files = try TestCertificate()
    process = try ToolProcess.start(
      "openssl",
      [
        "s_server", "-accept", "127.0.0.1:0", "-cert", "cert.pem", "-key", "key.pem", "-cert_chain", "ca.pem",
        "-www",
      ],
      in: files.folder)
    try process.run()
    for _ in 0..<200 {
      let text = (try? String(contentsOf: files.folder.appending(path: "output"), encoding: .utf8)) ?? ""
      if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("ACCEPT ") }),
        let port = line.split(separator: ":").last.flatMap({ UInt16($0) })
      {
        self.port = port
        return
      }
      usleep(50_000)
    }
    kill(process.processIdentifier, SIGKILL)
    throw ToolProcess.Failure(reason: "openssl s_server did not start")
  }

  // Children inherit that the threads of tests block SIGTERM.
  deinit { kill(process.processIdentifier, SIGKILL) }
}
