import FoundationEssentials
import Records

/// Takes the parts of a HAR file, in order, and hands exchanges to a sink.
struct HAREntries {
  private let sink: any RecordSink
  private let decoder = JSONDecoder()
  private var dialect = HARDialect.standard
  private var index = 0
  private var hasReportedZone = false

  /// Entries that go to `sink`.
  init(sink: any RecordSink) {
    self.sink = sink
  }

  private struct Creator: Decodable {
    var name: String
  }

  /// Takes the creator, which names the dialect of the entries after it, or an entry.
  mutating func take(_ part: JSONElementScanner.Part) throws {
    switch part {
    case .member("creator", let bytes, _):
      if let creator = try? decode(Creator.self, bytes) { dialect = HARDialect(creator: creator.name) }
    case .member:
      break
    case .element(let bytes, let line):
      defer { index += 1 }
      guard let entry = try? decode(HAREntry.self, bytes) else {
        return try report(
          "har_entry_unreadable", "the entry on line \(line) is not a well-formed object; left out")
      }
      guard let found = HARExchange(entry, dialect: dialect) else {
        return try report("har_entry_unreadable", "the entry on line \(line) has no 'request.url'; left out")
      }
      try reportFields(entry, found)
      try sink.receive(found.exchange)
    }
  }

  private mutating func reportFields(_ entry: HAREntry, _ found: HARExchange) throws {
    if !entry.wrong.isEmpty {
      let names = entry.wrong.prefix(8).map { "'\($0)'" }.joined(separator: ", ")
      try report("har_field_unreadable", "\(names): not of the type that HAR gives it; read without it")
    }
    if found.hasZone == nil {
      let written = entry.startedDateTime.map { "'\($0.prefix(64))' is no date and time" } ?? "missing"
      try report("har_start_unreadable", "'startedDateTime': \(written); read without times")
    } else if found.hasZone == false, !hasReportedZone {
      hasReportedZone = true
      try report("har_zone_unknown", "'startedDateTime' names no zone; times of the file are read as UTC")
    }
  }

  private func report(_ name: String, _ detail: String) throws {
    try sink.receive(Oddity(name: name, detail: detail, position: .entry(index)))
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ bytes: UnsafeRawBufferPointer) throws -> Value {
    guard let base = bytes.baseAddress else { throw DecodingError.emptyInput }
    // The decoder copies what it keeps, and `bytes` outlives it.
    let data = Data(
      bytesNoCopy: UnsafeMutableRawPointer(mutating: base), count: bytes.count, deallocator: .none)
    return try decoder.decode(type, from: data)
  }
}

extension DecodingError {
  fileprivate static var emptyInput: DecodingError {
    .dataCorrupted(Context(codingPath: [], debugDescription: "no bytes"))
  }
}
