import Records
import Testing

struct JSONElementScannerTests {
  /// What a scanner cut out of a document.
  struct Cut: Equatable {
    var elements: [String] = []
    var elementLines: [Int] = []
    var members: [String] = []
    var failure: JSONElementScanner.Failure?
  }

  /// Feeds `document` in blocks of `size` bytes.
  func cut(
    _ document: some Sequence<UInt8>, path: [String] = ["log", "entries"], size: Int = 4096,
    elementLimit: Int = 1 << 20, depthLimit: Int = 512
  ) -> Cut {
    let bytes = Array(document)
    var scanner = JSONElementScanner(path: path, elementLimit: elementLimit, depthLimit: depthLimit)
    var cut = Cut()
    do {
      for start in stride(from: 0, to: bytes.count, by: size) {
        try bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { block in
          try scanner.feed(block) { part in
            switch part {
            case .element(let bytes, let line):
              cut.elements.append(String(decoding: bytes, as: UTF8.self))
              cut.elementLines.append(line)
            case .member(let name, let bytes, _):
              cut.members.append("\(name)=" + String(decoding: bytes, as: UTF8.self))
            }
          }
        }
      }
      try scanner.finish()
    } catch let failure as JSONElementScanner.Failure {
      cut.failure = failure
    } catch {
      Issue.record(error)
    }
    return cut
  }

  static let document = #"""
    {"before": {"entries": [0]},
     "log": {"version": "1.2", "n":1.5e3,"t":true, "entries": [{"a": "}]\"\\"}, [1,[2]] , "x\\",
      3, null,{}, "",
      -4.5], "creator": {"name": "\u00e9\"{", "v":[]}},
     "after": [9]
    }

    """#

  @Test(arguments: 1...64)
  func cutsTheSameWhateverTheBlockSize(_ size: Int) {
    let cut = cut(Self.document.utf8, size: size)
    #expect(cut.failure == nil)
    #expect(cut.elements == [#"{"a": "}]\"\\"}"#, "[1,[2]]", #""x\\""#, "3", "null", "{}", #""""#, "-4.5"])
    #expect(cut.elementLines == [2, 2, 2, 3, 3, 3, 3, 4])
    #expect(
      cut.members == [
        #"version="1.2""#, "n=1.5e3", "t=true", #"creator={"name": "\u00e9\"{", "v":[]}"#,
      ])
  }

  @Test func cutsTheRootWhereItIsTheArray() {
    for size in [1, 3, 4096] {
      let cut = cut("\u{feff} [{\"a\": [1]},\n 7]\n".utf8, path: [], size: size)
      #expect(cut.elements == [#"{"a": [1]}"#, "7"])
      #expect(cut.elementLines == [1, 2])
      #expect(cut.failure == nil)
    }
    for text in ["{}", "[1", "[1] 2", "[1]]", "[,]"] {
      #expect(cut(text.utf8, path: []).failure != nil, "\(text)")
    }
    #expect(cut("[1]".utf8).failure != nil)
  }

  @Test func allowsAByteOrderMarkAndAnEmptyArray() {
    #expect(cut([0xef, 0xbb, 0xbf] + Array(#"{"tests":[]}"#.utf8), path: ["tests"]) == Cut())
  }

  @Test func findsStringsLongerThanABlock() {
    let long = #"""# + String(repeating: #"abc\"\\]"#, count: 5000) + #"""#
    #expect(cut(#"{"tests":[\#(long),1]}"#.utf8, path: ["tests"], size: 777).elements == [long, "1"])
  }

  @Test func saysThatADocumentWasCutWhereverItIs() {
    let bytes = Array(Self.document.utf8)
    let end = (bytes.lastIndex(of: 0x7d) ?? 0)
    for length in 0...end {
      #expect(cut(bytes[..<length]).failure != nil, "cut after \(length) bytes")
    }
  }

  @Test(arguments: [
    "[]", "x", #"{"a" 1}"#, #"{"a":1,}"#, #"{,}"#, #"{"log":{"entries":[1,]}}"#, #"{"log":{"entries":[}}"#,
    #"{"log":{"entries":[{]}]}}"#, #"{"log":{"entries":[1 2]}}"#, #"{"a":1}}"#, #"{"a":1} x"#,
    #"{"a":1"b":2}"#,
  ])
  func refusesWhatIsNotJSON(_ text: String) {
    #expect(cut(text.utf8).failure != nil)
  }

  @Test func namesTheLineOfWhatIsWrong() {
    let failure = cut("{\n\"log\": {\"entries\": [\n1,\n2 }\n".utf8).failure
    #expect(failure?.line == 4)
    #expect(failure?.message == "'}' stands where JSON does not allow it")
  }

  @Test func tellsWhetherTheArrayWasThere() throws {
    for (text, isThere) in [
      (#"{"log":{"entries":[]}}"#, true), (#"{"log":{"entries":{}}}"#, false), (#"{"entries":[]}"#, false),
    ] {
      var scanner = JSONElementScanner(path: ["log", "entries"])
      try Array(text.utf8).withUnsafeBytes { try scanner.feed($0) { _ in } }
      #expect(scanner.hasFoundArray == isThere, "\(text)")
    }
  }

  @Test func refusesElementsBeyondItsLimits() {
    #expect(cut(#"{"log":{"entries":["1234567"]}}"#.utf8, elementLimit: 9).failure == nil)
    #expect(cut(#"{"log":{"entries":["12345678"]}}"#.utf8, elementLimit: 9).failure != nil)
    #expect(cut(#"{"log":{"entries":["12345678"]}}"#.utf8, size: 1, elementLimit: 9).failure != nil)
    let nested = String(repeating: "[", count: 10) + String(repeating: "]", count: 10)
    #expect(cut(#"{"log":{"entries":[\#(nested)]}}"#.utf8, depthLimit: 10).failure == nil)
    #expect(cut(#"{"log":{"entries":[\#(nested)]}}"#.utf8, depthLimit: 9).failure != nil)
    #expect(cut(#"{"a":\#(nested)}"#.utf8, depthLimit: 9).failure != nil)
  }

  @Test func leavesOutMembersThatAreTooLarge() {
    let large = String(repeating: "x", count: JSONElementScanner.memberLimit)
    let cut = cut(#"{"log":{"p":"\#(large)","entries":[1],"q":2}}"#.utf8, size: 65_536)
    #expect(cut.failure == nil)
    #expect(cut.members == ["q=2"])
    #expect(cut.elements == ["1"])
  }
}
