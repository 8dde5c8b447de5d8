import GRDB

extension EvidenceStore {
  /// What the traffic in the windows came to, of the run that was attributed last.
  public func contacts() throws -> RunContacts {
    try QueryError.translating {
      try database.read { db in
        var contacts = RunContacts()
        for measure in ContactMeasure.all {
          for row in try Row.fetchAll(db, sql: measure.perTest) {
            let (test, side) = (row[0] as Int64, measure.side(isTarget: row[1]))
            contacts.tests[test, default: ContactFacts()][keyPath: side].raise(least: row[2], most: row[3])
          }
          for row in try Row.fetchAll(db, sql: measure.total) {
            contacts.total[keyPath: measure.side(isTarget: row[0])].raise(least: row[1], most: row[1])
          }
        }
        try Self.addDiffuse(to: &contacts, db)
        for row in try Row.fetchAll(
          db,
          sql: """
            SELECT DISTINCT e.test_id, e.server FROM test_exchange e JOIN test t USING (test_id)
            WHERE e.server IS NOT NULL AND \(ContactMeasure.isTarget("e")) ORDER BY e.test_id, e.server
            """)
        {
          contacts.tests[row[0], default: ContactFacts()].servers.append(row[1])
        }
        contacts.total.servers = Array(Set(contacts.tests.values.flatMap(\.servers))).sorted()
        contacts.frontHeaders = try Self.frontHeaders(db)
        return contacts
      }
    }
  }

  /// Traffic that too many tests may have caused: no test's for sure, and of the run at least what one window holds.
  private static func addDiffuse(to contacts: inout RunContacts, _ db: Database) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT c.test_id, \(ContactMeasure.isTarget("c")), c.is_opened, c.answered_requests
        FROM contact c JOIN test t USING (test_id) WHERE c.connection_id IS NULL ORDER BY c.test_id
        """)
    var most: [Bool: (opened: Int, answered: Int)] = [:]
    for row in rows {
      let side = ContactMeasure.traffic(isTarget: row[1])
      let (opened, answered) = (row[2] as Int, row[3] as Int)
      let known = most[row[1]] ?? (0, 0)
      most[row[1]] = (max(known.opened, opened), max(known.answered, answered))
      contacts.tests[row[0], default: ContactFacts()][keyPath: side].connections.most += opened
      contacts.tests[row[0], default: ContactFacts()][keyPath: side].exchanges.most += answered
    }
    for (isTarget, counts) in most {
      let side = ContactMeasure.traffic(isTarget: isTarget)
      contacts.total[keyPath: side].connections.most += counts.opened
      contacts.total[keyPath: side].exchanges.most += counts.answered
    }
  }

  /// What packets show of a header, or else what a HAR file tells of it.
  private static func frontHeaders(_ db: Database) throws -> [RunContacts.FrontHeader] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT lower(h.value ->> 0) AS name, min(substr(h.value ->> 1, 1, 200)), count(DISTINCT h.value ->> 1),
          count(DISTINCT e.exchange_id), e.witness = 'packets' AS is_on_the_wire
        FROM (SELECT DISTINCT e.exchange_id, e.witness, e.response_headers FROM test_exchange e
          JOIN test t USING (test_id) WHERE e.response_headers IS NOT NULL AND \(ContactMeasure.isTarget("e"))) e,
          json_each(e.response_headers) h
        GROUP BY name, is_on_the_wire ORDER BY name, is_on_the_wire DESC
        """)
    var headers: [Int: RunContacts.FrontHeader] = [:]
    for row in rows {
      guard let name = row[0] as String?, let place = HeaderTable.fronts.firstIndex(of: name),
        headers[place] == nil
      else { continue }
      headers[place] = RunContacts.FrontHeader(
        name: name, value: row[1] ?? "", values: row[2], responses: row[3], isOnTheWire: row[4])
    }
    return headers.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension ContactFacts.Amount {
  /// Takes another count of the same thing, where that is more.
  fileprivate mutating func raise(least: Int, most: Int) {
    self.least = max(self.least, least)
    self.most = max(self.most, most, self.least)
  }
}
