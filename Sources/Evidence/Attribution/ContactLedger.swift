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

  /// The contacts, in a fixed order.
  var sorted: [(key: Key, value: Contact)] {
    contacts.sorted {
      ($0.key.test, $0.key.connection, $0.key.phase.rawValue) < (
        $1.key.test, $1.key.connection, $1.key.phase.rawValue
      )
    }
  }
}
