import Foundation

/// A certificate for the name `localhost`, of an authority of its own, in a folder that goes when the value does.
final class TestCertificate {
  /// Whether there is an `openssl` to make one with.
  static let isAvailable = ToolProcess.path(of: "openssl") != nil

  /// Holds `ca.pem`, `cert.pem`, `key.pem` and `cert.der`.
  let folder = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
  /// The certificate in DER.
  let bytes: [UInt8]

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    try Data("subjectAltName=DNS:localhost".utf8).write(to: folder.appending(path: "names"))
    for arguments in [
      [
        "req", "-x509", "-subj", "/O=Assay test/CN=authority", "-days", "2", "-keyout", "ca.key", "-out",
        "ca.pem",
      ]
        + key,
      ["req", "-subj", "/CN=localhost", "-keyout", "key.pem", "-out", "request.pem"] + key,
      [
        "x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days",
        "2",
      ]
        + ["-extfile", "names", "-out", "cert.pem"],
      ["x509", "-in", "cert.pem", "-outform", "DER", "-out", "cert.der"],
    ] {
      try ToolProcess.run("openssl", arguments, in: folder)
    }
    bytes = try [UInt8](Data(contentsOf: folder.appending(path: "cert.der")))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
