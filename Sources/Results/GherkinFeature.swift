import Records

/// A feature as behave's and Cucumber's JSON reports have it.
struct GherkinFeature: Decodable {
  /// A scenario, or the background of the one after it.
  struct Element: Decodable {
    private enum Key: String, CodingKey {
      case type, keyword, name, location, line, status, steps, before, after, tags
      case startTimestamp = "start_timestamp"
    }

    let isBackground: Bool
    let name: String
    /// Its line in the feature file.
    let line: String?
    let status: String?
    let start: TimestampText?
    let steps: [Step]
    let before: [Step]
    let after: [Step]
    let tags: [String]

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      let type = try? values.decode(String.self, forKey: .type)
      let keyword = try? values.decode(String.self, forKey: .keyword)
      isBackground = (type ?? keyword)?.lowercased() == "background"
      name = (try? values.decode(String.self, forKey: .name)) ?? ""
      let location = try? values.decode(String.self, forKey: .location)
      line =
        location?.split(separator: ":").last.map(String.init)
        ?? (try? values.decode(Int.self, forKey: .line)).map(String.init)
      status = try? values.decode(String.self, forKey: .status)
      start = (try? values.decode(String.self, forKey: .startTimestamp)).flatMap { TimestampText($0) }
      steps = try values.decodeIfPresent([Step].self, forKey: .steps) ?? []
      before = (try? values.decodeIfPresent([Step].self, forKey: .before)) ?? []
      after = (try? values.decodeIfPresent([Step].self, forKey: .after)) ?? []
      tags = ((try? values.decodeIfPresent([Tag].self, forKey: .tags)) ?? []).map(\.name)
    }
  }

  /// A step or a hook.
  struct Step: Decodable {
    struct Result: Decodable {
      private enum Key: String, CodingKey {
        case status, duration
        case message = "error_message"
      }

      let status: String?
      let duration: Double?
      /// The first line of what went wrong.
      let message: String?

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        status = try? values.decode(String.self, forKey: .status)
        duration = try? values.decode(Double.self, forKey: .duration)
        // behave writes the lines of a message as a list.
        let lines = try? values.decode([String].self, forKey: .message)
        let text = lines?.joined(separator: "\n") ?? (try? values.decode(String.self, forKey: .message))
        message = text.flatMap { MessageText.firstLine($0.utf8) }
      }
    }

    let result: Result?
  }

  /// A tag: a text, or an object with a name that begins with `@`.
  private struct Tag: Decodable {
    private enum Key: String, CodingKey { case name }

    let name: String

    init(from decoder: any Decoder) throws {
      let text =
        try (try? decoder.singleValueContainer().decode(String.self))
        ?? decoder.container(keyedBy: Key.self).decode(String.self, forKey: .name)
      name = text.hasPrefix("@") ? String(text.dropFirst()) : text
    }
  }

  private enum Key: String, CodingKey { case name, uri, location, elements, tags }

  let name: String
  /// The feature file, as the report names it.
  let file: String
  let elements: [Element]
  let tags: [String]

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = SharedName.bounded((try? values.decode(String.self, forKey: .name)) ?? "")
    let location = try? values.decode(String.self, forKey: .location)
    let place = location.map { String($0[..<($0.lastIndex(of: ":") ?? $0.endIndex)]) }
    let uri =
      try (try? values.decode(String.self, forKey: .uri)) ?? place ?? values.decode(String.self, forKey: .uri)
    // cucumber-jvm: `file:src/test/resources/a.feature`, `classpath:a.feature`.
    let schemes = ["file://", "file:", "classpath:"]
    file = SharedName.bounded(
      schemes.first { uri.hasPrefix($0) }.map { String(uri.dropFirst($0.count)) } ?? uri)
    elements = try values.decodeIfPresent([Element].self, forKey: .elements) ?? []
    tags = SharedName.bounded(((try? values.decodeIfPresent([Tag].self, forKey: .tags)) ?? []).map(\.name))
  }

  /// The class name that behave's JUnit report gives to its scenarios: the file below the folder `features`, with points,
  /// and the feature's name.
  var className: String {
    var parts = file.split { $0 == "/" || $0 == "\\" }.map(String.init)
    if let folder = parts.dropLast().firstIndex(of: "features") { parts.removeFirst(folder + 1) }
    if let last = parts.last, let point = last.lastIndex(of: ".") {
      parts[parts.count - 1] = String(last[..<point])
    }
    return (parts + [name]).joined(separator: ".")
  }

  /// Whether a file begins an array of objects in which some names stand and others don't.
  static func begins(_ head: FileHead, with names: [String], without others: [String]) -> Bool {
    let text = head.content
    guard text.first == UInt8(ascii: "["), text.dropFirst().first(where: { $0 > 0x20 }) == UInt8(ascii: "{")
    else {
      return false
    }
    return names.allSatisfy { text.firstRange(of: $0.utf8) != nil }
      && others.allSatisfy { text.firstRange(of: $0.utf8) == nil }
  }
}
