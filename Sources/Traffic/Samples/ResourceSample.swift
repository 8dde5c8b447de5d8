import Records

/// One line of a resource sample file, as JSON; every member but the time may be missing.
struct ResourceSample: Decodable {
  /// The sample; nil where the line has no usable time.
  let sample: Sample?
  /// The members that could not be read.
  let wrong: [String]

  private enum Key: String, CodingKey {
    case t, threads, procs, net
    case cpuSeconds = "cpu_s"
    case residentKilobytes = "rss_kb"
    case voluntarySwitches = "vol_ctx"
    case involuntarySwitches = "invol_ctx"
  }

  init(from decoder: any Decoder) throws {
    var fields = try TolerantFields<Key>(decoder)
    if let time = fields.number(.t).flatMap(Self.timestamp) {
      var sample = Sample(time: time)
      sample.cpu = fields.number(.cpuSeconds).flatMap(Self.nanoseconds)
      sample.residentBytes = fields.integer(.residentKilobytes).flatMap(Self.bytes)
      sample.voluntarySwitches = fields.integer(.voluntarySwitches).map(Int64.init)
      sample.involuntarySwitches = fields.integer(.involuntarySwitches).map(Int64.init)
      sample.threads = fields.integer(.threads)
      sample.processes = fields.integer(.procs)
      let counters = fields.value(.net, as: [String: [Double]].self) ?? [:]
      sample.interfaces = counters.sorted { $0.key < $1.key }.compactMap(Self.counter)
      if sample.interfaces.count < counters.count { fields.note(["[received, sent]"], of: .net) }
      self.sample = sample
    } else {
      sample = nil
    }
    wrong = fields.wrong
  }

  /// The moment, to the microsecond: a double of this size holds no more, and less if it is scaled as a whole.
  private static func timestamp(_ seconds: Double) -> Timestamp? {
    let whole = seconds.rounded(.down)
    return Timestamp(seconds: whole)?
      .advanced(byNanoseconds: Int64(((seconds - whole) * 1e6).rounded()) * 1000)
  }

  /// Bytes of a figure in units of 1024, or nil where it is negative or 64 bits do not suffice.
  private static func bytes(_ kilobytes: Int) -> Int64? {
    let (bytes, overflow) = Int64(kilobytes).multipliedReportingOverflow(by: 1024)
    return overflow || bytes < 0 ? nil : bytes
  }

  private static func nanoseconds(_ seconds: Double) -> Int64? {
    RecordedDuration(seconds: seconds, resolution: 0)?.nanoseconds
  }

  private static func counter(_ name: String, _ counts: [Double]) -> Sample.InterfaceCounter? {
    guard counts.count >= 2, let received = Int64(exactly: counts[0]), let sent = Int64(exactly: counts[1])
    else { return nil }
    return Sample.InterfaceCounter(name: name, received: received, sent: sent)
  }
}
