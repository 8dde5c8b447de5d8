/// A command to the runner of GitHub Actions that makes an annotation, as a line of the log.
struct WorkflowCommand {
  /// What the annotation is.
  enum Kind: String {
    case error, warning, notice
  }

  let kind: Kind
  /// The file that it is shown in; nil for none.
  var file: RepositoryPath?
  let title: String
  let message: String

  /// `::error file=tests/test_api.py,line=1,title=Fake test%3A test_login::it took 0.2 ms`
  var line: String {
    var properties = "title=\(Self.escaped(title, inProperty: true))"
    if let file { properties = "file=\(Self.escaped(file.text, inProperty: true)),line=1,\(properties)" }
    return "::\(kind.rawValue) \(properties)::\(Self.escaped(message, inProperty: false))\n"
  }

  /// Text in which nothing ends the line, the message or the property.
  private static func escaped(_ text: String, inProperty: Bool) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "\r": escaped += "%0D"
      case "\n": escaped += "%0A"
      case ":" where inProperty: escaped += "%3A"
      case "," where inProperty: escaped += "%2C"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
