import Records

/// A line of Swift Testing's event stream.
enum SwiftTestingRecord: Decodable {
  /// A test function that the run knows.
  struct Test: Decodable {
    private enum Key: String, CodingKey { case id, kind, sourceLocation, tags }
    private enum LocationKey: String, CodingKey { case fileID }

    let id: String
    let kind: String
    let file: String?
    let tags: [String]

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      id = try values.decode(String.self, forKey: .id)
      kind = try values.decode(String.self, forKey: .kind)
      let location = try? values.nestedContainer(keyedBy: LocationKey.self, forKey: .sourceLocation)
      file = try? location?.decodeIfPresent(String.self, forKey: .fileID)
      tags = (try? values.decodeIfPresent([String].self, forKey: .tags)) ?? []
    }
  }

  /// Something that happened, mostly in a test.
  struct Event: Decodable {
    /// A moment on two clocks, in seconds: one that is never set, and the time of day.
    struct Instant: Decodable {
      let absolute: Double?
      let since1970: Double?
    }

    /// What went wrong in a test.
    struct Issue: Decodable {
      private enum Key: String, CodingKey {
        case isKnown, isFailure, severity
        case earlySeverity = "_severity"
      }

      /// Whether the issue fails its test: a known issue and a warning do not.
      let isFailure: Bool

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        let isKnown = (try? values.decodeIfPresent(Bool.self, forKey: .isKnown)) ?? false
        let severity =
          (try? values.decodeIfPresent(String.self, forKey: .severity))
          ?? (try? values.decodeIfPresent(String.self, forKey: .earlySeverity))
        let written = try? values.decodeIfPresent(Bool.self, forKey: .isFailure)
        isFailure = written ?? (!isKnown && severity != "warning")
      }
    }

    private enum Key: String, CodingKey { case kind, instant, issue, messages, testID }
    private struct Message: Decodable { let text: String }

    let kind: String
    let instant: Instant?
    let issue: Issue?
    /// The first line of the first message.
    let message: String?
    let testID: String?

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: Key.self)
      kind = try values.decode(String.self, forKey: .kind)
      testID = try values.decodeIfPresent(String.self, forKey: .testID)
      instant = try? values.decodeIfPresent(Instant.self, forKey: .instant)
      issue = try? values.decodeIfPresent(Issue.self, forKey: .issue)
      let messages = try? values.decodeIfPresent([Message].self, forKey: .messages)
      message = messages?.first.flatMap { MessageText.firstLine($0.text.utf8) }
    }
  }

  private enum Key: String, CodingKey { case kind, payload }

  case test(Test)
  case event(Event)
  /// A record of a kind that tells nothing of tests, such as newer versions may write.
  case other

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(String.self, forKey: .kind) {
    case "test": self = .test(try values.decode(Test.self, forKey: .payload))
    case "event": self = .event(try values.decode(Event.self, forKey: .payload))
    default: self = .other
    }
  }
}
