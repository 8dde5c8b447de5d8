/// Tells the session tickets of TLS 1.3 from a server's first answer, without keys.
///
/// OpenSSL sends two tickets right after the client's Finished message; by then the client has often sent its first
/// request, so that they look like the answer. They are the server's first two records, and of the same length, or of
/// lengths that differ by one block of the cipher with which the server seals its state for itself.
struct SessionTickets {
  private enum State {
    /// No record came after the client's Finished message.
    case waiting
    /// One came, of this length.
    case first(length: Int)
    /// It is clear what came.
    case settled
  }

  /// The lengths that a ticket's record may have.
  private static let lengths = 100...2000
  /// By how much the lengths of two tickets may differ: AES-CBC has blocks of 16 bytes.
  private static let differences: Set = [-16, 0, 16]

  private var state = State.waiting
  /// How many bytes were taken for application data in earlier chunks.
  private var applicationBytes = 0
  private var retractedBytes = 0
  /// Whether the present chunk showed that the server's records so far are tickets.
  private(set) var wereJustTold = false

  /// Nothing was seen.
  init() {}

  /// Takes the beginning of a chunk from the server.
  mutating func beginChunk() {
    wereJustTold = false
  }

  /// Takes a record of the server after the client's Finished message; returns whether it and the one before are
  /// tickets.
  mutating func take(_ length: Int) -> Bool {
    wereJustTold = false
    switch state {
    case .waiting:
      state = Self.lengths.contains(length) ? .first(length: length) : .settled
    case .first(let first) where Self.differences.contains(length - first):
      state = .settled
      retractedBytes = applicationBytes
      wereJustTold = true
      return true
    case .first, .settled:
      state = .settled
    }
    return false
  }

  /// Takes note that the client spoke: what the server sends from here on answers it.
  mutating func endTurn() {
    if isWatching { settle() }
  }

  /// Takes note that no tickets are to be told any more.
  mutating func settle() {
    state = .settled
  }

  /// Whether the server's next record will tell.
  var isWatching: Bool {
    if case .first = state { true } else { false }
  }

  /// Takes note that bytes of the server were told to be application data.
  mutating func countApplication(_ count: Int) {
    if case .settled = state { return }
    applicationBytes += count
  }

  /// How many bytes were wrongly told to be application data; each is told once.
  mutating func takeRetractedBytes() -> Int {
    guard retractedBytes > 0 else { return 0 }
    defer { retractedBytes = 0 }
    return retractedBytes
  }
}
