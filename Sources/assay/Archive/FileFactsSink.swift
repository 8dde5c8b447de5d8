import Evidence
import Records

/// Collects the facts of a file while it is read, and keeps nothing else.
final class FileFactsSink: RecordSink {
  private(set) var facts = FileFacts()
  private var known: Set<UInt64> = []

  func receive(_ suite: TestSuite) {
    guard let start = suite.start else { return }
    if suite.zone == .unknown { facts.isZoneKnown = false }
    let duration = max(0, suite.duration?.nanoseconds ?? 0)
    extend(start, start.advanced(byNanoseconds: duration))
  }

  func receive(_ result: TestResult) {
    facts.tests += 1
    if let start = result.start { extend(start, result.stop ?? start) }
    let hash = Self.hash(TestFacts.key(of: result.id))
    let isFull = facts.sample.count == FileFacts.sampleSize
    if isFull, let last = facts.sample.last, hash > last.hash { return }
    let sampled = FileFacts.Sampled(
      hash: hash, duration: result.duration.map { $0.nanoseconds / 1000 } ?? -1,
      resolution: (result.duration?.resolution ?? 0) / 1000)
    guard known.insert(hash).inserted else {
      // The last attempt is the one that counts.
      if let place = facts.sample.firstIndex(where: { $0.hash == hash }) { facts.sample[place] = sampled }
      return
    }
    if isFull { known.remove(facts.sample.removeLast().hash) }
    facts.sample.insert(sampled, at: facts.sample.firstIndex { $0.hash > hash } ?? facts.sample.count)
  }

  func receive(_ capture: Capture) {
    if let first = capture.first, let last = capture.last { extend(first, last) }
  }

  func receive(_ connection: Connection) {}
  func receive(_ lookup: Lookup) {}
  func receive(_ handshake: Handshake) {}

  func receive(_ exchange: Exchange) {
    if let start = exchange.start ?? exchange.end { extend(start, exchange.end ?? start) }
  }

  func receive(_ line: LogLine) { extend(line.time, line.time) }
  func receive(_ sample: Sample) { extend(sample.time, sample.time) }
  func receive(_ oddity: Oddity) {}

  private func extend(_ start: Timestamp, _ stop: Timestamp) {
    facts.start = min(facts.start ?? start.microseconds, start.microseconds)
    facts.stop = max(facts.stop ?? stop.microseconds, stop.microseconds)
  }

  /// FNV-1a, its bits mixed by SplitMix64's finalizer so that the least hashes are a fair sample.
  private static func hash(_ text: String) -> UInt64 {
    var value: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}
