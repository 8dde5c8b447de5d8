/// Cuts the elements of one array out of a JSON document (RFC 8259) that arrives in blocks, so that a file
/// of any size can be decoded element by element.
///
/// Only the structure down to the array is checked. Elements and members are handed over as the
/// bytes they are: decoding, and with it refusing what is malformed inside of them, is up to the caller.
public struct JSONElementScanner {
  /// What the scanner cuts out. The bytes are valid only until the call returns.
  public enum Part {
    /// An element of the array, and the line on which it begins, counted from 1.
    case element(UnsafeRawBufferPointer, line: Int)
    /// Another member of the object that holds the array. Members of more than ``memberLimit`` bytes are left out.
    case member(name: String, UnsafeRawBufferPointer, line: Int)
  }

  /// Why a document cannot be cut.
  public struct Failure: Error, Hashable, Sendable {
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong and what would be right, in the manner of a ``Problem``.
    public var message: String
  }

  /// The most bytes of a member that is handed over: 1 MiB.
  public static let memberLimit = 1 << 20

  /// Whether the array has been met.
  public private(set) var hasFoundArray = false
  /// The line that is being read, counted from 1.
  public private(set) var line = 1

  private enum State {
    case byteOrderMark(seen: Int), root, keyOrEnd, nextKey, key, colon, value, afterValue
    case elementOrEnd, element, afterElement
    case string, container, scalar
    case done
  }

  private enum Capture { case element, member, skipped }

  private let path: [[UInt8]]
  private let elementLimit: Int
  private let depthLimit: Int
  private var state = State.byteOrderMark(seen: 0)
  /// How many keys of the path lead to where the scanner is; `path.count` inside of the array.
  private var level = 0
  private var key: [UInt8] = []
  private var isEscaped = false
  private var isInString = false
  private var capture = Capture.skipped
  private var captureLine = 1
  /// The opening brackets inside of the value that is being captured.
  private var brackets: [UInt8] = []
  /// The part of the captured value that came with earlier blocks.
  private var carried: [UInt8] = []

  /// A scanner for the array to which `path` leads from the root object, as `["log", "entries"]`; without a path the root
  /// is the array.
  ///
  /// - Parameters:
  ///   - path: the keys from the root to the array.
  ///   - elementLimit: the most bytes of an element; a longer one is a failure.
  ///   - depthLimit: the most brackets that may be open inside of one value.
  public init(path: [String], elementLimit: Int = 64 << 20, depthLimit: Int = 512) {
    self.path = path.map { Array($0.utf8) }
    self.elementLimit = elementLimit
    self.depthLimit = depthLimit
  }

  /// Takes the next block of the document and hands over the parts that end in it.
  ///
  /// - Throws: a ``Failure`` where the document is not JSON or passes a limit, or what `receive` throws.
  public mutating func feed(_ block: UnsafeRawBufferPointer, _ receive: (Part) throws -> Void) throws {
    var index = 0
    var captured = 0
    while index < block.count {
      switch state {
      case .string, .container, .scalar:
        let isComplete = try scanValue(block, &index)
        if isComplete {
          try finishValue(UnsafeRawBufferPointer(rebasing: block[captured..<index]), receive)
        }
      case .key:
        try scanKey(block, &index)
      default:
        captured = index
        try step(block[index])
        index += 1
      }
    }
    switch state {
    case .string, .container, .scalar: try carry(UnsafeRawBufferPointer(rebasing: block[captured...]))
    default: break
    }
  }

  /// Says that the document has ended.
  ///
  /// - Throws: a ``Failure`` where the document was not closed.
  public func finish() throws {
    guard case .done = state else {
      throw Failure(line: line, message: "the document ends before it is closed, so it was cut")
    }
  }

  /// Takes one byte between values.
  private mutating func step(_ byte: UInt8) throws {
    switch byte {
    case 0x0a:
      line += 1
      return
    case 0x20, 0x09, 0x0d:
      return
    default: break
    }
    switch (state, byte) {
    case (.byteOrderMark(0), 0xef): state = .byteOrderMark(seen: 1)
    case (.byteOrderMark(1), 0xbb): state = .byteOrderMark(seen: 2)
    case (.byteOrderMark(2), 0xbf): state = .root
    case (.byteOrderMark(0), 0x7b) where !path.isEmpty, (.root, 0x7b) where !path.isEmpty: state = .keyOrEnd
    case (.byteOrderMark(0), 0x5b) where path.isEmpty, (.root, 0x5b) where path.isEmpty:
      hasFoundArray = true
      state = .elementOrEnd
    case (.keyOrEnd, 0x22), (.nextKey, 0x22):
      key.removeAll(keepingCapacity: true)
      state = .key
    case (.keyOrEnd, 0x7d), (.afterValue, 0x7d):
      state = level == 0 ? .done : .afterValue
      level = max(0, level - 1)
    case (.colon, 0x3a): state = .value
    case (.value, _): try beginMember(byte)
    case (.afterValue, 0x2c): state = .nextKey
    case (.elementOrEnd, 0x5d), (.afterElement, 0x5d):
      level -= 1
      state = path.isEmpty ? .done : .afterValue
    case (.elementOrEnd, _), (.element, _): try begin(byte, .element)
    case (.afterElement, 0x2c): state = .element
    default: throw unexpected(byte)
    }
  }

  /// Takes the first byte of a member's value.
  private mutating func beginMember(_ byte: UInt8) throws {
    let isOnPath = level < path.count && key == path[level]
    let isLast = level == path.count - 1
    if isOnPath, byte == (isLast ? 0x5b : 0x7b) {
      level += 1
      hasFoundArray = hasFoundArray || isLast
      state = isLast ? .elementOrEnd : .keyOrEnd
    } else {
      try begin(byte, isLast && !isOnPath ? .member : .skipped)
    }
  }

  private mutating func begin(_ byte: UInt8, _ capture: Capture) throws {
    self.capture = capture
    captureLine = line
    carried.removeAll(keepingCapacity: carried.capacity <= Self.memberLimit)
    switch byte {
    case 0x22:
      state = .string
      isInString = true
      isEscaped = false
    case 0x5b, 0x7b:
      state = .container
      brackets.removeAll(keepingCapacity: true)
      brackets.append(byte)
    case 0x2d, 0x30...0x39, 0x66, 0x6e, 0x74: state = .scalar
    default: throw unexpected(byte)
    }
  }

  /// Reads on in a member's name; names are compared as they are written, escapes included.
  private mutating func scanKey(_ block: UnsafeRawBufferPointer, _ index: inout Int) throws {
    let start = index
    if skipString(block, &index) {
      key.append(contentsOf: block[start..<index - 1])
      state = .colon
    } else {
      key.append(contentsOf: block[start..<index])
    }
    guard key.count <= 65_536 else {
      throw Failure(line: line, message: "a member's name has more than 65536 bytes")
    }
  }

  /// Reads on in a value; true where it has ended before `index`.
  private mutating func scanValue(_ block: UnsafeRawBufferPointer, _ index: inout Int) throws -> Bool {
    if case .scalar = state {
      while index < block.count {
        switch block[index] {
        case 0x2c, 0x5d, 0x7d, 0x20, 0x09, 0x0a, 0x0d: return true
        case 0x22, 0x5b, 0x7b, 0x3a: throw unexpected(block[index])
        default: index += 1
        }
      }
      return false
    }
    if case .string = state { return skipString(block, &index) }
    return try scanContainer(block, &index)
  }

  private mutating func scanContainer(_ block: UnsafeRawBufferPointer, _ index: inout Int) throws -> Bool {
    var position = index
    let end = block.count
    defer { index = position }
    if isInString, !skipString(block, &position) { return false }
    while position < end {
      let byte = block[position]
      position &+= 1
      switch byte {
      case 0x22:
        if !skipString(block, &position) { return false }
      case 0x5b, 0x7b:
        guard brackets.count < depthLimit else {
          throw Failure(line: line, message: "more than \(depthLimit) brackets are open")
        }
        brackets.append(byte)
      case 0x5d, 0x7d:
        // An opening bracket of ASCII is two less than its closing one.
        guard brackets.popLast() == byte &- 2 else { throw unexpected(byte) }
        if brackets.isEmpty { return true }
      case 0x0a: line &+= 1
      default: break
      }
    }
    return false
  }

  /// Moves `index` behind the closing quote of the string in which it stands; false where the block ends first.
  ///
  /// Looks at eight bytes at once: a byte is zero where it was the one sought (after Mycroft's test for a zero byte).
  private mutating func skipString(_ block: UnsafeRawBufferPointer, _ index: inout Int) -> Bool {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let end = block.count
    var position = index
    defer { index = position }
    isInString = true
    if isEscaped, position < end {
      isEscaped = false
      position &+= 1
    }
    while position < end {
      if position &+ 8 <= end {
        let word = UInt64(littleEndian: block.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5c)
        let found = ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash) & highs
        guard found != 0 else {
          position &+= 8
          continue
        }
        position &+= found.trailingZeroBitCount >> 3
      }
      let byte = block[position]
      position &+= 1
      if byte == 0x22 {
        isInString = false
        return true
      }
      if byte == 0x5c {
        isEscaped = position >= end
        position &+= isEscaped ? 0 : 1
      }
    }
    return false
  }

  private mutating func finishValue(
    _ bytes: UnsafeRawBufferPointer, _ receive: (Part) throws -> Void
  ) throws {
    state = capture == .element ? .afterElement : .afterValue
    if capture == .skipped { return }
    if carried.isEmpty {
      try handOver(bytes, receive)
    } else {
      try carry(bytes)
      try carried.withUnsafeBytes { try handOver($0, receive) }
    }
  }

  private func handOver(_ bytes: UnsafeRawBufferPointer, _ receive: (Part) throws -> Void) throws {
    switch capture {
    case .element:
      guard bytes.count <= elementLimit else { throw elementTooLong }
      try receive(.element(bytes, line: captureLine))
    case .member where bytes.count <= Self.memberLimit:
      try receive(.member(name: String(decoding: key, as: UTF8.self), bytes, line: captureLine))
    case .member, .skipped: break
    }
  }

  /// Keeps the part of a value that ends with its block.
  private mutating func carry(_ bytes: UnsafeRawBufferPointer) throws {
    switch capture {
    case .element:
      guard carried.count + bytes.count <= elementLimit else { throw elementTooLong }
    case .member where carried.count + bytes.count > Self.memberLimit:
      carried = []
      capture = .skipped
    case .member: break
    case .skipped: return
    }
    if capture != .skipped { carried.append(contentsOf: bytes) }
  }

  private var elementTooLong: Failure {
    Failure(line: captureLine, message: "an element has more than \(elementLimit) bytes")
  }

  private func unexpected(_ byte: UInt8) -> Failure {
    let shown =
      (0x21...0x7e).contains(byte)
      ? "'\(UnicodeScalar(byte))'" : "byte 0x\(Hexadecimal.text([byte]))"
    return Failure(line: line, message: "\(shown) stands where JSON does not allow it")
  }
}
