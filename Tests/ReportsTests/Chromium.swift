import Foundation

/// Chromium without a window, as the judge of pages.
struct Chromium {
  /// What came of a page.
  struct Visit {
    /// The document after its scripts have run, as markup.
    var document: String
    /// What it wrote to the console: script errors and breaches of its policy among it.
    var console: [String]

    /// The text of the element with the id `told`, in which a driver leaves its lines.
    var told: [String] {
      guard let start = document.range(of: "<pre id=\"told\">"),
        let end = document.range(of: "</pre>", range: start.upperBound..<document.endIndex)
      else { return [] }
      return document[start.upperBound..<end.lowerBound].split(separator: "\n").map(String.init)
    }
  }

  /// Why the browser could not be run to its end.
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Where it is installed; nil where it is not.
  static let tool: URL? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    return folders.flatMap { folder in
      ["chromium", "chromium-browser", "google-chrome"].map {
        URL(filePath: String(folder)).appending(path: $0)
      }
    }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Opens a page as it is.
  ///
  static func visit(_ page: String) throws -> Visit {
    guard let tool else { throw Failure(description: "no Chromium is installed") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "chromium-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = ["page.html": page, "stdout": "", "stderr": ""]
    for (name, text) in files { try Data(text.utf8).write(to: folder.appending(path: name)) }
    let process = Process()
    process.executableURL = tool
    process.arguments = [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
      "--user-data-dir=\(folder.path)/profile", "--enable-logging=stderr", "--window-size=1700,1000",
      "--hide-scrollbars",
      "--virtual-time-budget=3000", "--dump-dom", folder.appending(path: "page.html").absoluteString,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "stdout"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "stderr"))
    let end = DispatchSemaphore(value: 0)
    process.terminationHandler = { _ in end.signal() }
    try process.run()
    guard end.wait(timeout: .now() + 60) == .success else {
      process.terminate()
      throw Failure(description: "Chromium did not end within a minute")
    }
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
    return Visit(
      document: try text("stdout"),
      console: try text("stderr").split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init))
  }

  /// Opens a page in a frame, with a script of the test's own at its end, which the page's policy would not let run.
  ///
  /// - Parameters:
  ///   - width: of the frame, in pixels; no window is as narrow as a frame can be.
  ///   - script: may call `tell`, which adds a line to what is told.
  static func drive(_ page: String, width: Int = 1600, _ script: String) throws -> Visit {
    let policy = #/<meta http-equiv="Content-Security-Policy"[^>]*>/#
    let driver = """
      <script>
      const tell = (text) => { parent.document.getElementById("told").textContent += text + "\\n"; };
      const press = (key) => document.activeElement.dispatchEvent(
        new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
      const shown = () => [...document.querySelectorAll("#list li")].filter((item) => item.checkVisibility())
        .map((item) => item.querySelector("summary span").textContent.replace("tests/test_api.py::", ""));
      \(script)
      </script>
      """
    let driven = page.replacing(policy, with: "")
      .replacingOccurrences(of: "</body>", with: driver + "</body>")
      .replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "\"", with: "&quot;")
    return try visit(
      """
      <!doctype html><meta charset="utf-8"><pre id="told"></pre>
      <iframe width="\(width)" height="900" style="border:0" srcdoc="\(driven)"></iframe>
      """)
  }
}
