/// Passes lines on to the log of GitHub Actions so that the runner finds no command in them.
///
/// The runner takes a line for a command that begins with `::` after white space, or has `##[` anywhere.
struct CommandFreeLines<Output: TextOutputStream>: TextOutputStream {
  /// Where the lines go.
  private(set) var output: Output
  private var line = ""

  init(output: Output) {
    self.output = output
  }

  /// Takes text; what follows its last line feed is held back until the line is whole.
  mutating func write(_ text: String) {
    var rest = text[...]
    while let end = rest.utf8.firstIndex(of: UInt8(ascii: "\n")) {
      let next = rest.utf8.index(after: end)
      line += rest[..<next]
      finish()
      rest = rest[next...]
    }
    line += rest
  }

  /// Passes on what is held back.
  mutating func finish() {
    if !line.isEmpty { output.write(Self.commandFree(line)) }
    line = ""
  }

  private static func commandFree(_ line: String) -> String {
    guard line.utf8.contains(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "#") }) else {
      return line
    }
    let scalars = line.unicodeScalars
    let text = scalars.drop { $0.properties.isWhitespace }
    let isCommand = text.starts(with: "::".unicodeScalars)
    var free = String(scalars[..<text.startIndex]) + (isCommand ? "\\" : "")
    var hashes = 0
    for scalar in text {
      if scalar == "[", hashes > 1 { free += "\\" }
      hashes = scalar == "#" ? hashes + 1 : 0
      free.unicodeScalars.append(scalar)
    }
    return free
  }
}
