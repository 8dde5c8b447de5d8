import Records

/// Finds connections by their two ends: open addressing over flows kept in slabs that never move.
///
/// The hash has a random seed, so that no capture can be made whose connections all collide. Nothing that is handed
/// over depends on it.
struct FlowIndex {
  private static let slabSize = 8192
  private static let empty: UInt32 = 0
  private static let removed = UInt32.max

  private var slabs: [UnsafeMutablePointer<Flow>] = []
  private var vacant: [UInt32] = []
  private var used = 0
  /// Number of a flow plus one, by hash.
  private var slots: UnsafeMutablePointer<UInt32>
  private var slotCount = 1 << 14
  private var occupiedSlots = 0
  private let seed = (UInt64.random(in: .min ... .max), UInt64.random(in: .min ... .max))
  /// How many flows there are.
  private(set) var count = 0

  init() {
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: Self.empty, count: slotCount)
  }

  /// Frees the memory; the index is not used afterwards.
  func deallocate() {
    slots.deallocate()
    for slab in slabs { slab.deallocate() }
  }

  /// The flow of this number.
  @inline(__always)
  func flow(_ number: Int) -> UnsafeMutablePointer<Flow> {
    slabs[number / Self.slabSize] + number % Self.slabSize
  }

  /// The number of the flow between two ends, and which of its sides the first end is.
  @inline(__always)
  func find(
    _ source: IPAddress, _ sourcePort: UInt16, _ destination: IPAddress, _ destinationPort: UInt16,
    isTCP: Bool
  ) -> (number: Int, side: Side)? {
    var slot = hash(source, sourcePort, destination, destinationPort, isTCP) & (slotCount - 1)
    while slots[slot] != Self.empty {
      let value = slots[slot]
      if value != Self.removed {
        let number = Int(value) - 1
        let flow = flow(number)
        if flow.pointee.clientPort == sourcePort, flow.pointee.serverPort == destinationPort,
          flow.pointee.clientAddress == source, flow.pointee.serverAddress == destination,
          flow.pointee.isTCP == isTCP
        {
          return (number, .client)
        }
        if flow.pointee.serverPort == sourcePort, flow.pointee.clientPort == destinationPort,
          flow.pointee.serverAddress == source, flow.pointee.clientAddress == destination,
          flow.pointee.isTCP == isTCP
        {
          return (number, .server)
        }
      }
      slot = (slot + 1) & (slotCount - 1)
    }
    return nil
  }

  /// Adds a flow that is not there yet, and gives its number.
  mutating func add(_ flow: Flow) -> Int {
    if (occupiedSlots + 1) * 10 > slotCount * 7 { rebuild() }
    let number: Int
    if let free = vacant.popLast() {
      number = Int(free)
    } else {
      if used == slabs.count * Self.slabSize { slabs.append(.allocate(capacity: Self.slabSize)) }
      number = used
      used += 1
    }
    self.flow(number).initialize(to: flow)
    insertSlot(number)
    count += 1
    return number
  }

  /// Removes a flow; its number may come again.
  mutating func remove(_ number: Int) {
    var slot = hash(flow(number).pointee) & (slotCount - 1)
    while slots[slot] != UInt32(number) + 1 { slot = (slot + 1) & (slotCount - 1) }
    slots[slot] = Self.removed
    vacant.append(UInt32(number))
    count -= 1
  }

  /// The numbers of the flows that are wanted, in the order of their ordinals.
  @inline(__always)
  func numbers(where isWanted: (UnsafeMutablePointer<Flow>) -> Bool) -> [Int] {
    var found: [(ordinal: UInt32, number: UInt32)] = []
    for slot in 0..<slotCount where slots[slot] != Self.empty && slots[slot] != Self.removed {
      let number = slots[slot] - 1
      let flow = flow(Int(number))
      if isWanted(flow) { found.append((flow.pointee.ordinal, number)) }
    }
    found.sort { $0.ordinal < $1.ordinal }
    return found.map { Int($0.number) }
  }

  private mutating func insertSlot(_ number: Int) {
    var slot = hash(flow(number).pointee) & (slotCount - 1)
    while slots[slot] != Self.empty, slots[slot] != Self.removed { slot = (slot + 1) & (slotCount - 1) }
    if slots[slot] == Self.empty { occupiedSlots += 1 }
    slots[slot] = UInt32(number) + 1
  }

  private mutating func rebuild() {
    let old = slots
    let oldCount = slotCount
    while count * 2 >= slotCount { slotCount *= 2 }
    slots = .allocate(capacity: slotCount)
    slots.initialize(repeating: Self.empty, count: slotCount)
    occupiedSlots = 0
    for slot in 0..<oldCount where old[slot] != Self.empty && old[slot] != Self.removed {
      insertSlot(Int(old[slot]) - 1)
    }
    old.deallocate()
  }

  private func hash(_ flow: Flow) -> Int {
    hash(flow.clientAddress, flow.clientPort, flow.serverAddress, flow.serverPort, flow.isTCP)
  }

  /// The same for both directions.
  @inline(__always)
  private func hash(
    _ one: IPAddress, _ onePort: UInt16, _ other: IPAddress, _ otherPort: UInt16, _ isTCP: Bool
  ) -> Int {
    let sum = mix(one, onePort) &+ mix(other, otherPort) &+ (isTCP ? 1 : 0)
    let product = (sum ^ seed.0).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    return Int(truncatingIfNeeded: (product.high ^ product.low) >> 1)
  }

  @inline(__always)
  private func mix(_ address: IPAddress, _ port: UInt16) -> UInt64 {
    let upper = (address.high &+ UInt64(port) &* 0x9e37_79b9_7f4a_7c15) ^ seed.0
    let product = upper.multipliedFullWidth(by: address.low ^ seed.1)
    return product.high ^ product.low
  }
}
