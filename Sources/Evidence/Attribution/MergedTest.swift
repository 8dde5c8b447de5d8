import Records

/// A test of a run, as all result files together have it. Times are microseconds.
struct MergedTest {
  var id: String
  var className: String
  var name: String
  var file: String?
  var outcome: Outcome
  var message: String?
  var attempts: Int
  var worker: String?
  var markers: [String]
  /// The place in the order of the result files.
  var ordinal: Int
  var duration: Int64?
  var resolution: Int64?
  var setup: Int64?
  var call: Int64?
  var teardown: Int64?
  var totalLeast: Int64?
  var totalMost: Int64?
  var callMost: Int64?
  var setupMost: Int64?
  var window: Window?
  var expectation = Expectation.real
  /// Whether it holds other tests, which have results of their own.
  var isGroup = false
  /// Whether it is known in which declared scope the test is.
  var isScopeKnown = true
  var overlapCount = 0
  var isCovered = false

  /// Whether the results say in which file the test is: by name, or by an id that begins with a path.
  var isFileKnown: Bool {
    file != nil || id.contains(".py::") || id.utf8.prefix { $0 != 0x3a && $0 != 0x5b }.contains(0x2f)
  }

  /// The interval in which the test was running.
  struct Window {
    var start: Int64
    var stop: Int64
    var isExact: Bool
    /// Whether the times came with an offset from UTC; without one they are read as UTC until it is found.
    var isZoneKnown = true
    /// When the body began, where known.
    var callStart: Int64?
    /// When the body ended, where known.
    var callStop: Int64?
    /// Where the window was found by the activity in it: the distribution of the start.
    var alignment: WindowAlignment.Start?

    /// How likely the test was running at some moment of an interval, where that is known better than by the window.
    func likelihood(from: Int64, to: Int64) -> Double {
      alignment?.likelihood(from: from, to: to) ?? 1
    }

    /// The phase at a moment of the window; what may be of the body, as clocks are only known so well, is.
    func phase(at time: Int64, tolerance: Int64 = 0) -> Phase {
      guard let callStart, let callStop else { return .unknown }
      return time + tolerance < callStart ? .setup : time - tolerance <= callStop ? .call : .teardown
    }
  }
}

/// A phase of a test, as views name it.
enum Phase: String {
  case setup, call, teardown, unknown
}

/// With whom a connection is, as views name it.
enum Role: String {
  case target, loopback, ignored, resolver, other, unidentified
}
