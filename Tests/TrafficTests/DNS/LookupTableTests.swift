import Records
import Testing

@testable import Traffic

struct LookupTableTests {
  private static let client = Endpoint(address: IPAddress(v4: 0xc000_0201), port: 5000)
  private static let server = Endpoint(address: IPAddress(v4: 0xc000_0235), port: 53)

  private func tell(
    _ table: LookupTable, _ records: DecodedRecords, _ bytes: [UInt8], fromClient: Bool, milliseconds: Int64
  ) throws {
    try bytes.withUnsafeBytes {
      try table.consume(
        $0, connection: 3, client: Self.client, server: Self.server, fromClient: fromClient,
        at: Timestamp(nanoseconds: milliseconds * 1_000_000), into: records)
    }
  }

  private func query(_ id: Int, _ name: String, _ type: Int = 1) -> [UInt8] {
    DNSBytes.message(id: id, flags: 0x0100, question: name, type: type)
  }

  private func answer(_ id: Int, _ name: String, _ type: Int = 1, code: Int = 0) -> [UInt8] {
    DNSBytes.message(
      id: id, flags: 0x8180 | code, question: name, type: type,
      answers: code == 0 ? [DNSBytes.record(pointer: 12, type: 1, timeToLive: 9, data: [192, 0, 2, 7])] : [])
  }

  @Test func aQuestionIsPairedWithItsAnswerAndARetransmissionKeepsTheFirstTime() throws {
    let (table, records) = (LookupTable(), DecodedRecords())
    try tell(table, records, query(1, "A.test"), fromClient: true, milliseconds: 0)
    try tell(table, records, query(1, "a.test", 28), fromClient: true, milliseconds: 1)
    try tell(table, records, query(1, "a.test"), fromClient: true, milliseconds: 1000)
    try tell(table, records, answer(1, "a.test", 28, code: 3), fromClient: false, milliseconds: 1010)
    try tell(table, records, answer(1, "a.TEST"), fromClient: false, milliseconds: 1020)
    try tell(table, records, answer(1, "a.test"), fromClient: false, milliseconds: 1030)
    try table.finish(into: records)
    try #require(records.lookups.count == 2)
    #expect(records.lookups.map(\.name) == ["a.test", "a.test"])
    #expect(records.lookups.map(\.type) == [28, 1])
    #expect(records.lookups.map(\.query?.microseconds) == [1000, 0])
    #expect(records.lookups.map(\.response?.microseconds) == [1_010_000, 1_020_000])
    #expect(records.lookups.map(\.responseCode) == [3, 0])
    #expect(records.lookups.map(\.connection) == [3, 3])
    #expect(records.lookups[1].answers.map(\.address) == [IPAddress("192.0.2.7")])
  }

  @Test func anAnswerWithoutQuestionIsHandedOver() throws {
    let (table, records) = (LookupTable(), DecodedRecords())
    try tell(table, records, answer(4, "b.test"), fromClient: false, milliseconds: 0)
    #expect(records.lookups.map(\.query) == [nil])
    #expect(records.lookups.map(\.name) == ["b.test"])
  }

  @Test func aQuestionWithoutAnswerIsHandedOverAfterFiveSecondsOrAtTheEnd() throws {
    let (table, records) = (LookupTable(), DecodedRecords())
    try tell(table, records, query(1, "a.test"), fromClient: true, milliseconds: 0)
    try tell(table, records, query(2, "b.test"), fromClient: true, milliseconds: 5000)
    #expect(records.lookups.isEmpty)
    try tell(table, records, query(3, "c.test"), fromClient: true, milliseconds: 5001)
    #expect(records.lookups.map(\.name) == ["a.test"])
    try table.finish(into: records)
    #expect(records.lookups.map(\.name) == ["a.test", "b.test", "c.test"])
    #expect(records.lookups.map(\.responseCode) == [nil, nil, nil])
  }

  @Test func ofTooManyQuestionsTheOldestAreHandedOver() throws {
    let (table, records) = (LookupTable(), DecodedRecords())
    for id in 0..<65_540 {
      try tell(table, records, query(id & 0xffff, "h\(id).test"), fromClient: true, milliseconds: 0)
    }
    #expect(records.lookups.map(\.name) == ["h0.test", "h1.test", "h2.test", "h3.test"])
    try table.finish(into: records)
    #expect(records.lookups.count == 65_540)
  }

  @Test func malformedMessagesAreOddities() throws {
    let (table, records) = (LookupTable(), DecodedRecords())
    try tell(table, records, [1, 2, 3], fromClient: true, milliseconds: 0)
    var bytes = query(1, "a.test")
    bytes[12] = 0x7f
    try tell(table, records, bytes, fromClient: true, milliseconds: 0)
    #expect(records.oddities.map(\.name) == ["dns_malformed", "dns_malformed"])
    #expect(records.lookups.isEmpty)
  }
}
