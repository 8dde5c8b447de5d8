import FoundationEssentials
import Records

/// Results, reasons and answers of a run as the bytes of columns: a thousand runs of a thousand tests are a million
/// results, which as rows would take ten times as long to read.
enum ArchiveCoding {
  private static let resultLength = 32
  private static let answerLength = 16

  /// 32 bytes for each result, the lowest byte first: test, verdict, outcome, reason plus one, score, duration
  /// plus one, resolution.
  static func encode(_ results: [ArchivedResult]) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(results.count * resultLength)
    for result in results {
      append(UInt32(bitPattern: result.test), to: &bytes)
      bytes.append(result.verdict)
      bytes.append(UInt8(Outcome.allCases.firstIndex(of: result.outcome) ?? 0))
      append(UInt16(0), to: &bytes)
      append(UInt32(clamping: (result.reason ?? -1) + 1), to: &bytes)
      append(UInt32(bitPattern: result.centibits), to: &bytes)
      append(UInt64(clamping: result.durationMicroseconds.map { max(0, $0) &+ 1 } ?? 0), to: &bytes)
      append(UInt64(clamping: result.resolutionMicroseconds), to: &bytes)
    }
    return Data(bytes)
  }

  /// The results of a column; what a damaged store cut off is left out.
  static func results(_ data: Data) -> [ArchivedResult] {
    data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - resultLength + 1, by: resultLength).map { place in
        let outcomes = Outcome.allCases
        let outcome = Int(bytes[place + 5])
        let reason: UInt32 = number(bytes, place + 8)
        let duration: UInt64 = number(bytes, place + 16)
        let resolution: UInt64 = number(bytes, place + 24)
        return ArchivedResult(
          test: Int32(bitPattern: number(bytes, place)), verdict: bytes[place + 4],
          outcome: outcome < outcomes.count ? outcomes[outcome] : .error,
          durationMicroseconds: duration == 0 ? nil : Int64(clamping: duration - 1),
          resolutionMicroseconds: Int64(clamping: resolution),
          centibits: Int32(bitPattern: number(bytes, place + 12)), reason: reason == 0 ? nil : Int(reason) - 1
        )
      }
    }
  }

  /// 16 bytes for each mark: test, mark, hash.
  static func encode(_ answers: [ArchivedAnswer]) -> Data {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(answers.count * answerLength)
    for answer in answers {
      append(UInt32(bitPattern: answer.test), to: &bytes)
      append(answer.mark.rawValue, to: &bytes)
      append(answer.hash, to: &bytes)
    }
    return Data(bytes)
  }

  /// The marks of a column.
  static func answers(_ data: Data) -> [ArchivedAnswer] {
    data.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count - answerLength + 1, by: answerLength).compactMap { place in
        guard let mark = ArchivedAnswer.Mark(rawValue: number(bytes, place + 4)) else { return nil }
        return ArchivedAnswer(
          test: Int32(bitPattern: number(bytes, place)), mark: mark, hash: number(bytes, place + 8))
      }
    }
  }

  /// A JSON array of strings, rule and sentence in turn.
  static func encode(_ reasons: [ArchivedReason]) -> Data {
    Data(JSONText.strings(reasons.flatMap { [$0.rule, $0.sentence] }))
  }

  /// The reasons of a column.
  static func reasons(_ data: Data) -> [ArchivedReason] {
    let texts = (try? JSONDecoder().decode([String].self, from: data)) ?? []
    return stride(from: 0, to: texts.count - 1, by: 2).map {
      ArchivedReason(rule: texts[$0], sentence: texts[$0 + 1])
    }
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  private static func number<Value: FixedWidthInteger>(
    _ bytes: UnsafeRawBufferPointer, _ place: Int
  ) -> Value {
    Value(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: Value.self))
  }
}
