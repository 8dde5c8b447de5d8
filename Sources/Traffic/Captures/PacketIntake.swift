import Records

/// Takes the packets of one capture: decodes them, and keeps what each interface covered.
final class PacketIntake {
  private struct Interface {
    var capture: Capture
    var linkType: LinkType?
    var first = Int64.max
    var last = Int64.min
  }

  /// The secrets of TLS connections: those of key logs, and those that the capture itself holds.
  let keys: KeyLog
  private let sink: any RecordSink
  private let flows: FlowTable
  private let decoder: PacketDecoder
  private var interfaces: [Interface] = []
  private var oddities: [String: (count: Int, detail: String, position: Oddity.Position)] = [:]
  /// How many packets came so far.
  private(set) var packets = 0

  init(sink: any RecordSink, context: ReadingContext) {
    let keys = KeyLog()
    self.keys = keys
    self.sink = sink
    flows = FlowTable(sink: sink, keys: keys)
    decoder = PacketDecoder(flows: flows)
    for path in context.keyLogs {
      do {
        try keys.read(path: path)
      } catch {
        note("tls_key_log_unreadable", "a key log is not used: \(error)")
      }
    }
  }

  /// How many interfaces there are.
  var interfaceCount: Int { interfaces.count }

  /// Adds an interface and gives its ordinal.
  func addInterface(linkType: Int, snapLength: Int, name: String?) -> Int {
    var capture = Capture(interface: interfaces.count, linkType: linkType, snapLength: snapLength)
    capture.name = name
    interfaces.append(Interface(capture: capture, linkType: LinkType(rawValue: linkType)))
    if LinkType(rawValue: linkType) == nil {
      note(
        "capture_link_type_unknown", "link type \(linkType) is not decoded; its packets count as undecoded")
    }
    return interfaces.count - 1
  }

  /// Takes a packet. Without a time it counts, and is not decoded: it cannot be placed in any window.
  @inline(__always)
  func take(_ packet: Packet, hasTime: Bool) throws {
    packets += 1
    let place = packet.interface
    interfaces[place].capture.packets += 1
    guard hasTime else {
      interfaces[place].capture.undecodedPackets += 1
      note("capture_packet_without_time", "the packet has no timestamp and was not decoded")
      return
    }
    if packet.captured < packet.wireLength { interfaces[place].capture.truncatedPackets += 1 }
    if packet.time < interfaces[place].first { interfaces[place].first = packet.time }
    if packet.time > interfaces[place].last { interfaces[place].last = packet.time }
    guard let linkType = interfaces[place].linkType, try decoder.decode(packet, linkType: linkType) else {
      interfaces[place].capture.undecodedPackets += 1
      return
    }
  }

  /// Notes what a capture says of an interface's drops and of its own beginning and end.
  func setStatistics(_ interface: Int, dropped: Int?, start: Int64?, end: Int64?) {
    guard interfaces.indices.contains(interface) else { return }
    if let dropped { interfaces[interface].capture.droppedPackets = dropped }
    if let start { interfaces[interface].first = min(interfaces[interface].first, start) }
    if let end { interfaces[interface].last = max(interfaces[interface].last, end) }
  }

  /// Notes an oddity; each name is handed over once, with the first detail and a count.
  func note(_ name: String, _ detail: String) {
    let known = oddities[name] ?? (0, detail, packets > 0 ? .packet(packets) : .whole)
    oddities[name] = (known.count + 1, known.detail, known.position)
  }

  /// Ends the capture: hands over what is open, and what each interface covered.
  func finish() throws {
    try flows.finish()
    for interface in interfaces {
      var capture = interface.capture
      if interface.first <= interface.last {
        capture.first = Timestamp(nanoseconds: interface.first)
        capture.last = Timestamp(nanoseconds: interface.last)
      }
      try sink.receive(capture)
    }
    for (name, oddity) in oddities.sorted(by: { $0.key < $1.key }) {
      let times = oddity.count > 1 ? " (\(oddity.count) times)" : ""
      try sink.receive(Oddity(name: name, detail: oddity.detail + times, position: oddity.position))
    }
  }
}
