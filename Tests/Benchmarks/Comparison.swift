/// A command beside a reference: run in turn, compared pair by pair, so that a machine whose speed drifts does not matter.
struct Comparison {
  /// What is compared.
  var name: String
  /// The command of the program.
  var command: [String]
  /// The reference; nil where only the command's own time and memory are bounded.
  var reference: [String]?
  /// The most that the command may take, as a ratio to the reference, or in seconds without one.
  var limit: Double
  /// The most memory that the command may take, in MiB.
  var memoryLimit: Double
  /// Exit statuses that are no failure.
  var goodStatuses: Set<Int32> = [0]
  /// Run before each run of the command.
  var prepare: () -> Void = {}

  /// Runs the pairs and prints a line; false where a limit is exceeded.
  func run(pairs: Int) throws -> Bool {
    var times: [Double] = []
    var ratios: [Double] = []
    var peak = 0.0
    for _ in 0..<pairs {
      prepare()
      let own = try MeasuredRun(command)
      guard goodStatuses.contains(own.status) else {
        throw MeasuredRun.Failure(
          description: "\(name): exit status \(own.status) of \(command.joined(separator: " "))")
      }
      times.append(own.seconds)
      peak = max(peak, own.peakMebibytes)
      if let reference { ratios.append(own.seconds / (try MeasuredRun(reference)).seconds) }
    }
    let figure = Self.median(reference == nil ? times : ratios)
    let isWithin = figure <= limit && peak <= memoryLimit
    let unit = reference == nil ? "s" : "x \(reference?[0] ?? "")"
    print(
      Self.padded(name, 34), Self.padded("\(Self.rounded(Self.median(times))) s", 10),
      Self.padded("\(Self.rounded(figure)) \(unit)", 18), Self.padded("limit \(limit)", 12),
      Self.padded("\(Int(peak)) MiB", 9), "limit \(Int(memoryLimit))", isWithin ? "" : " EXCEEDED")
    return isWithin
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
