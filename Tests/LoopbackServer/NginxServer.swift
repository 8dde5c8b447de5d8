import Foundation

/// nginx on 127.0.0.1 with TLS and HTTP/2, for tests.
public final class NginxServer {
  /// Whether there are an `nginx` and an `openssl`.
  public static let isAvailable = TestCertificate.isAvailable && ToolProcess.path(of: "nginx") != nil

  /// The port that it listens on.
  public let port: UInt16
  /// The certificate of the authority, in PEM.
  public var authority: String { files.folder.appending(path: "ca.pem").path }

  private let files: TestCertificate
  private let process: Process

  /// A server that answers everything with `ok`.
  public init() throws {
    files = try TestCertificate()
    // nginx cannot tell a port that it was given: take one that was free a moment ago.
    let vacant = try LoopbackServer { _ in .silence }
    port = vacant.port
    vacant.stop()
    usleep(50_000)
    let configuration = """
      daemon off; master_process off; pid nginx.pid; error_log error.log;
      events {}
      http {
        access_log off; client_body_temp_path t1; proxy_temp_path t2; fastcgi_temp_path t3; uwsgi_temp_path t4;
        scgi_temp_path t5;
        server {
          listen 127.0.0.1:\(port) ssl http2;
          ssl_certificate cert.pem; ssl_certificate_key key.pem;
          location / { add_header X-Request-Id $request_id; return 200 ok; }
        }
      }
      """
    try Data(configuration.utf8).write(to: files.folder.appending(path: "nginx.conf"))
    process = try ToolProcess.start(
      "nginx", ["-p", files.folder.path, "-c", "nginx.conf", "-e", "error.log"], in: files.folder)
    try process.run()
    for _ in 0..<100
    where !FileManager.default.fileExists(atPath: files.folder.appending(path: "nginx.pid").path) {
      usleep(50_000)
    }
  }

  // Children inherit that the threads of tests block SIGTERM.
  deinit { kill(process.processIdentifier, SIGKILL) }
}
