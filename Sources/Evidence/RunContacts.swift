/// What the traffic of a run came to: test by test, and together.
public struct RunContacts: Sendable {
  /// A header by which a genuine server or front end shows itself, in responses of the targets.
  public struct FrontHeader: Hashable, Sendable {
    /// The header's name, in lower case.
    public var name: String
    /// One of its values, the first by text; at most 200 characters of it.
    public var value: String
    /// How many different values it had.
    public var values: Int
    /// In how many responses it was.
    public var responses: Int
    /// Whether packets show it; otherwise a HAR file tells of it, which is the client's word.
    public var isOnTheWire: Bool

    /// A header.
    public init(name: String, value: String, values: Int, responses: Int, isOnTheWire: Bool) {
      self.name = name
      self.value = value
      self.values = values
      self.responses = responses
      self.isOnTheWire = isOnTheWire
    }
  }

  /// By `test_id`: the contact of each test that had any.
  public var tests: [Int64: ContactFacts]
  /// What all tests' windows hold together, each thing counted once. The most is above the least where traffic lay in the
  /// windows of too many tests to tell it apart.
  public var total: ContactFacts
  /// The headers of servers and front ends in the targets' responses, in a fixed order.
  public var frontHeaders: [FrontHeader]

  /// The contacts of a run.
  public init(
    tests: [Int64: ContactFacts] = [:], total: ContactFacts = ContactFacts(), frontHeaders: [FrontHeader] = []
  ) {
    self.tests = tests
    self.total = total
    self.frontHeaders = frontHeaders
  }
}
