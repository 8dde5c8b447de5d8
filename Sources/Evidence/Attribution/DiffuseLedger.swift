/// Counts the traffic that may be of too many tests to tell them apart, and tells of each window how much of it there was.
///
/// It keeps two sorted lists of moments for each kind, so that neither the traffic nor the tests are gone through for
/// each other.
struct DiffuseLedger {
  /// What happened.
  enum Kind {
    case opened, request, answeredRequest, push
  }

  /// What happened in a window.
  struct Contact {
    var opened = 0
    var requests = 0
    var answeredRequests = 0
    var pushes = 0

    var isNone: Bool { opened == 0 && requests == 0 && pushes == 0 }
  }

  private struct Key: Hashable {
    var role: Role
    var kind: Kind
  }

  private var starts: [Key: [Int64]] = [:]
  private var stops: [Key: [Int64]] = [:]

  /// Notes something that happened at some time of `from...to`.
  mutating func note(_ kind: Kind, _ role: Role, from: Int64, to: Int64) {
    starts[Key(role: role, kind: kind), default: []].append(from)
    stops[Key(role: role, kind: kind), default: []].append(max(from, to))
  }

  /// Readies the ledger for questions, once all is noted.
  mutating func sort() {
    for key in starts.keys {
      starts[key]?.sort()
      stops[key]?.sort()
    }
  }

  /// What may have happened in a window with those of a role.
  func contact(_ role: Role, in window: MergedTest.Window) -> Contact {
    func count(_ kind: Kind) -> Int {
      let key = Key(role: role, kind: kind)
      guard let starts = starts[key], let stops = stops[key] else { return 0 }
      return starts.leadingCount { $0 <= window.stop } - stops.leadingCount { $0 < window.start }
    }
    let answered = count(.answeredRequest)
    return Contact(
      opened: count(.opened), requests: count(.request) + answered, answeredRequests: answered,
      pushes: count(.push))
  }
}
