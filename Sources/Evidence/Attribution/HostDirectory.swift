import Records

/// What the records of a run tell of hosts: which addresses are a target's, and what each connection's server is called.
struct HostDirectory {
  private let targets: Set<String>
  private let ignored: Set<String>
  /// By target host: the addresses that are known to be its.
  private(set) var targetAddresses: [String: Set<String>] = [:]
  private var allTargetAddresses: Set<String> = []
  /// By address: the names that lookups gave it.
  private var namesByAddress: [String: Set<String>] = [:]
  /// By connection: the server's name by SNI, Host header or CONNECT.
  private var namesByConnection: [Int64: String] = [:]

  /// A directory of a run.
  init(_ traffic: TrafficRecords, settings: AttributionSettings) {
    targets = Set(settings.targets.map(\.host))
    ignored = settings.ignoredHosts
    for handshake in traffic.handshakes {
      if let name = handshake.serverName { namesByConnection[handshake.connection] = name }
    }
    for exchange in traffic.exchanges {
      guard exchange.witness == .packets, let connection = exchange.connection, let host = exchange.host else { continue }
      // What a tunnel carries is asked for inside of it; the innermost name counts, which SNI gave above.
      if namesByConnection[connection] == nil { namesByConnection[connection] = host }
    }
    for lookup in traffic.lookups {
      for address in lookup.addresses {
        namesByAddress[address, default: []].insert(lookup.name)
        namesByAddress[address]?.formUnion(lookup.aliases)
      }
    }
    for target in settings.targets {
      var addresses: Set<String> = []
      let mayBeLocal = target.isLoopback
      func add(_ address: String) {
        if mayBeLocal || IPAddress(address)?.isLoopback == false { addresses.insert(address) }
      }
      if let address = target.address { add(address.description) }
      if target.host == "localhost" {
        add("127.0.0.1")
        add("::1")
      }
      for lookup in traffic.lookups where lookup.name == target.host || lookup.aliases.contains(target.host) {
        lookup.addresses.forEach(add)
      }
      for connection in traffic.connections
      where namesByConnection[connection.id] == target.host && connection.clientAddress != connection.serverAddress {
        add(connection.serverAddress)
      }
      for exchange in traffic.exchanges where exchange.host == target.host && exchange.witness == .har {
        if let address = exchange.serverAddress { add(address) }
      }
      targetAddresses[target.host, default: []].formUnion(addresses)
      allTargetAddresses.formUnion(addresses)
    }
  }

  /// Whether a name is a target's.
  func isTarget(_ host: String) -> Bool { targets.contains(host) }

  /// With whom an exchange is that a client only reported.
  func role(ofHost host: String?) -> Role {
    guard let host else { return .unidentified }
    if targets.contains(host) { return .target }
    if ignored.contains(host) { return .ignored }
    if host == "localhost" || IPAddress(host)?.isLoopback == true { return .loopback }
    if IPAddress(host) != nil { return allTargetAddresses.contains(host) ? .target : .unidentified }
    return .other
  }

  /// With whom a connection is, and what its server is called.
  func identify(_ connection: TrafficRecords.StoredConnection) -> (role: Role, host: String?) {
    let ownName = namesByConnection[connection.id]
    let name = ownName ?? name(of: connection.serverAddress)
    if Self.resolverPorts.contains(connection.serverPort), !connection.isTCP || connection.serverPort == 853 {
      return (.resolver, name)
    }
    if let ownName, ignored.contains(ownName) { return (.ignored, ownName) }
    let isLocal =
      IPAddress(connection.serverAddress)?.isLoopback == true || connection.serverAddress == connection.clientAddress
    if isLocal {
      // A declared target on this machine, or a tunnel through a proxy here that names the target.
      if allTargetAddresses.contains(connection.serverAddress) { return (.target, ownName ?? name) }
      return (.loopback, name)
    }
    if let ownName { return (targets.contains(ownName) ? .target : .other, ownName) }
    if allTargetAddresses.contains(connection.serverAddress) {
      let host = targetAddresses.filter { $0.value.contains(connection.serverAddress) }.keys.min()
      return (.target, host)
    }
    guard let name else {
      return (connection.isTCP || connection.applicationProtocol == "quic" ? .unidentified : .other, nil)
    }
    return (ignored.contains(name) ? .ignored : .other, name)
  }

  /// DNS, DNS over TLS, multicast DNS and LLMNR.
  private static let resolverPorts: Set<Int> = [53, 853, 5353, 5355]

  private func name(of address: String) -> String? {
    namesByAddress[address]?.min()
  }
}
