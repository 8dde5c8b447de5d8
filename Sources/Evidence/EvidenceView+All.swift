extension EvidenceView {
  /// Every view, in the order in which the documentation lists them.
  public static let all: [EvidenceView] = [
    .judged, .claim, .contact, .testBurst, .testLookup, .testHandshake, .testExchange, .testLogLine,
    .testSample,
    .target, .probedTarget, .run, .oddity,
  ]

  /// The view of this name, or nil.
  public static func named(_ name: String) -> EvidenceView? {
    all.first { $0.name == name }
  }
}
