import Foundation

#if canImport(Glibc)
  import Glibc
#endif

/// An HTTP/1.1 server on a free port of 127.0.0.1, for tests: answers as it is told and remembers what it was asked.
///
/// `@unchecked`, because a lock guards what its threads share.
public final class LoopbackServer: @unchecked Sendable {
  /// Why a server could not be started.
  public struct Failure: Error {
    /// The number that the system gave as the reason.
    public var errno: Int32
  }

  /// The port that it listens on.
  public let port: UInt16
  /// `http://127.0.0.1:PORT`.
  public var url: String { "http://127.0.0.1:\(port)" }

  private let listener: Int32
  private let handle: @Sendable (ReceivedRequest) -> Reply
  private let lock = DispatchSemaphore(value: 1)
  private var received: [ReceivedRequest] = []
  private var open: Set<Int32> = []
  private var connections = 0
  private var isStopped = false

  /// A server that answers each request as `handle` says.
  public init(_ handle: @escaping @Sendable (ReceivedRequest) -> Reply) throws {
    self.handle = handle
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let isReady = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, size) == 0 && listen(listener, 16) == 0 && getsockname(listener, raw, &size) == 0
      }
    }
    guard isReady else { throw Failure(errno: errno) }
    port = UInt16(bigEndian: address.sin_port)
    Thread { [self] in acceptAll() }.start()
  }

  /// What it was asked so far.
  public var requests: [ReceivedRequest] { locked { received } }

  /// Closes every connection, and listens no more.
  public func stop() {
    locked {
      guard !isStopped else { return }
      isStopped = true
      for descriptor in open { shutdown(descriptor, Int32(SHUT_RDWR)) }
      shutdown(listener, Int32(SHUT_RDWR))
    }
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    lock.wait()
    defer { lock.signal() }
    return body()
  }

  private func acceptAll() {
    while true {
      let descriptor = accept(listener, nil, nil)
      guard descriptor >= 0 else { break }
      let number = locked { () -> Int in
        open.insert(descriptor)
        connections += 1
        if isStopped { shutdown(descriptor, Int32(SHUT_RDWR)) }
        return connections
      }
      Thread { [self] in
        serve(descriptor, number)
        locked { _ = open.remove(descriptor) }
        close(descriptor)
      }.start()
    }
    close(listener)
  }

  private func serve(_ descriptor: Int32, _ number: Int) {
    var buffer: [UInt8] = []
    while let request = next(descriptor, &buffer, number) {
      locked { received.append(request) }
      switch handle(request) {
      case .bytes(let bytes): send(bytes, to: descriptor)
      case .end(let bytes): return send(bytes, to: descriptor)
      case .silence: while fill(descriptor, &buffer) {}
      }
    }
  }

  private func next(_ descriptor: Int32, _ buffer: inout [UInt8], _ number: Int) -> ReceivedRequest? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = buffer.firstRange(of: end) {
        let lines = String(decoding: buffer[..<range.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let start = lines[0].split(separator: " ")
        let headers = lines.dropFirst().map { line in
          let parts = line.split(separator: ":", maxSplits: 1)
          return (name: String(parts[0]), value: String(parts.last?.drop { $0 == " " } ?? ""))
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        while buffer.count < range.upperBound + length {
          guard fill(descriptor, &buffer) else { return nil }
        }
        let body = Array(buffer[range.upperBound..<range.upperBound + length])
        buffer.removeFirst(range.upperBound + length)
        return ReceivedRequest(
          method: String(start[0]), target: String(start[1]), headers: headers, body: body, connection: number
        )
      }
      guard fill(descriptor, &buffer) else { return nil }
    }
  }

  private func fill(_ descriptor: Int32, _ buffer: inout [UInt8]) -> Bool {
    var block = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &block, block.count, 0)
    if count > 0 { buffer += block.prefix(count) }
    return count > 0
  }

  private func send(_ bytes: [UInt8], to descriptor: Int32) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }
}
