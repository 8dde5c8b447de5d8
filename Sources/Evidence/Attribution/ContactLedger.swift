/// Adds up the packets of each connection by test and phase: the rows of the view `contact`.
struct ContactLedger {
  struct Key: Hashable {
    var test: Int
    var connection: Int
    var phase: Phase
  }

  struct Contact {
    var share = 0.0
    var isOpened = false
    var isRefused = false
    var isUnanswered = false
    var requests = 0
    var answeredRequests = 0
    var pushes = 0
    /// Pings of the connection itself.
    var keepAlives = 0
    /// The most bytes of one side in one turn.
    var largestTurn: Int64 = 0
    /// Whether it is only the rest of what an earlier test asked for.
    var isLeftover = false
    var clientBytes: Int64 = 0
    var serverBytes: Int64 = 0
    var firstByte: Int64?
    var first = Int64.max
    var last = Int64.min
  }

  private(set) var contacts: [Key: Contact] = [:]

  /// Changes the contact of a test with a connection in a phase.
  mutating func note(_ key: Key, share: Double, from: Int64, to: Int64, _ change: (inout Contact) -> Void) {
    var contact = contacts[key] ?? Contact()
    contact.share = max(contact.share, share)
    contact.first = min(contact.first, from)
    contact.last = max(contact.last, to)
    change(&contact)
    contacts[key] = contact
  }

  /// Marks what is only the rest of an answer to an earlier test: the server sends on a connection that the body of
  /// that test opened and asked on, and this one neither.
  ///
  /// - Parameter isAfter: whether a test ran after another had ended, in the same process as far as is known.
  mutating func markLeftovers(isAfter: (_ test: Int, _ other: Int) -> Bool) {
    var bySender: [Int: [Key]] = [:]
    for (key, contact) in contacts where contact.pushes > 0 || contact.requests > 0 || contact.isOpened {
      bySender[key.connection, default: []].append(key)
    }
    for keys in bySender.values where keys.count > 1 {
      let askers = Set(keys.filter { (contacts[$0]?.requests ?? 0) > 0 }.map(\.test))
      guard askers.count == 1, let asker = askers.first,
        let opening = contacts[Key(test: asker, connection: keys[0].connection, phase: .call)],
        opening.isOpened, opening.share == 1
      else { continue }
      for key in keys where key.test != asker {
        guard let contact = contacts[key], !contact.isOpened, contact.pushes > 0, isAfter(key.test, asker)
        else {
          continue
        }
        contacts[key]?.isLeftover = true
      }
    }
  }

  /// The contacts, in a fixed order.
  var sorted: [(key: Key, value: Contact)] {
    contacts.sorted {
      ($0.key.test, $0.key.connection, $0.key.phase.rawValue) < (
        $1.key.test, $1.key.connection, $1.key.phase.rawValue
      )
    }
  }
}
