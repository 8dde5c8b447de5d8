import Records

/// What the records of a run tell of hosts: which addresses are a target's, and what each connection's server is called.
struct HostDirectory {
  private let targets: Set<String>
  private let ignored: Set<String>
  /// By target host: the addresses that are known to be its.
  private(set) var targetAddresses: [String: Set<String>] = [:]
  /// By address: the target whose it is, the first by name where it is of several.
  private var targetByAddress: [String: String] = [:]
  private let targetPorts: Set<Int>
  /// By port: the one target on it of which no address is known; ports that everybody uses left out.
  private var unresolvedTargets: [Int: String] = [:]
  /// By connection: the hosts that a proxy was asked on it to connect to.
  private var tunnels: [Int64: Set<String>] = [:]
  /// By address: the names that lookups gave it.
  private var namesByAddress: [String: Set<String>] = [:]
  /// By connection: the server's name by SNI, Host header or CONNECT.
  private var namesByConnection: [Int64: String] = [:]

  /// A directory of a run.
  init(_ traffic: TrafficRecords, settings: AttributionSettings) {
    targets = Set(settings.targets.map(\.host))
    targetPorts = Set(settings.targets.map(\.port))
    ignored = settings.ignoredHosts
    for handshake in traffic.handshakes {
      if let name = handshake.serverName { note(name, of: handshake.connection) }
    }
    for exchange in traffic.exchanges where exchange.witness == .packets {
      // An address in a Host header is no name: the connection has it anyway.
      guard let connection = exchange.connection, let host = exchange.host, IPAddress(host) == nil else {
        continue
      }
      note(host, of: connection)
      if exchange.method == "CONNECT" { tunnels[connection, default: []].insert(host) }
    }
    // By name: the addresses that are known to be its.
    var addresses: [String: Set<String>] = [:]
    for lookup in traffic.lookups {
      for address in lookup.addresses {
        for name in [lookup.name] + lookup.aliases {
          namesByAddress[address, default: []].insert(name)
          if targets.contains(name) { addresses[name, default: []].insert(address) }
        }
      }
    }
    for connection in traffic.connections where connection.clientAddress != connection.serverAddress {
      guard let name = namesByConnection[connection.id], targets.contains(name) else { continue }
      addresses[name, default: []].insert(connection.serverAddress)
    }
    for exchange in traffic.exchanges where exchange.witness == .har {
      guard let host = exchange.host, targets.contains(host), let address = exchange.serverAddress else {
        continue
      }
      addresses[host, default: []].insert(address)
    }
    for target in settings.targets {
      var known = addresses[target.host] ?? []
      if let address = target.address { known.insert(address.description) }
      if target.host == "localhost" { known.formUnion(["127.0.0.1", "::1"]) }
      if !target.isLoopback { known = known.filter { IPAddress($0)?.isLoopback == false } }
      targetAddresses[target.host, default: []].formUnion(known)
      for address in known {
        targetByAddress[address] = min(targetByAddress[address] ?? target.host, target.host)
      }
    }
    for (port, sharing) in Dictionary(grouping: settings.targets, by: \.port)
    where !Self.commonPorts.contains(port) && Set(sharing.map(\.host)).count == 1 {
      if let host = sharing.first?.host, targetAddresses[host]?.isEmpty != false {
        unresolvedTargets[port] = host
      }
    }
  }

  /// Notes a name of a connection's server: the first counts, which SNI gives, but for a target's.
  private mutating func note(_ name: String, of connection: Int64) {
    if namesByConnection[connection] == nil
      || targets.contains(name) && !targets.contains(namesByConnection[connection] ?? "")
    {
      namesByConnection[connection] = name
    }
  }

  /// Whether a name is a target's.
  func isTarget(_ host: String) -> Bool { targets.contains(host) }

  /// With whom an exchange is that a client only reported.
  func role(ofHost host: String?) -> Role {
    guard let host else { return .unidentified }
    if targets.contains(host) { return .target }
    if ignored.contains(host) { return .ignored }
    let address = IPAddress(host)
    if let address, targetByAddress[address.description] != nil { return .target }
    if host == "localhost" || address?.isLoopback == true { return .loopback }
    return address == nil ? .other : .unidentified
  }

  /// With whom a connection is, and what its server is called: a target by the name it is declared by.
  func identify(_ connection: TrafficRecords.StoredConnection) -> (role: Role, host: String?) {
    let ownName = namesByConnection[connection.id]
    let target = targetByAddress[connection.serverAddress]
    let name = ownName ?? name(of: connection.serverAddress)
    if isResolver(connection), target == nil || !targetPorts.contains(connection.serverPort) {
      return (.resolver, name)
    }
    if let ownName, ignored.contains(ownName) { return (.ignored, ownName) }
    if connection.isWithinMachine {
      if let target { return (.target, target) }
      // A proxy on this machine was asked for the target: where it led is not seen here.
      if let tunnel = tunnels[connection.id], !tunnel.isDisjoint(with: targets) {
        return (.unidentified, ownName)
      }
      return (.loopback, name)
    }
    if let ownName { return (targets.contains(ownName) ? .target : .other, ownName) }
    if let target { return (.target, target) }
    guard let name else {
      // Its name was looked up before the capture began, as the connection was opened before.
      if connection.isTCP, connection.syn == nil, connection.synAck == nil,
        let target = unresolvedTargets[connection.serverPort]
      {
        return (.target, target)
      }
      // UDP to a target's port may be QUIC of a connection that was open before the capture began.
      let isWanted = connection.isTCP || targetPorts.contains(connection.serverPort)
      return (isWanted || connection.applicationProtocol == "quic" ? .unidentified : .other, nil)
    }
    return (ignored.contains(name) ? .ignored : .other, name)
  }

  private func isResolver(_ connection: TrafficRecords.StoredConnection) -> Bool {
    guard Self.resolverPorts.contains(connection.serverPort) else { return false }
    return !connection.isTCP || connection.serverPort == 853 || connection.applicationProtocol == "dns"
  }

  private static let commonPorts: Set<Int> = [80, 443, 8080, 8443]

  /// DNS, DNS over TLS, multicast DNS and LLMNR.
  private static let resolverPorts: Set<Int> = [53, 853, 5353, 5355]

  private func name(of address: String) -> String? {
    namesByAddress[address]?.min()
  }
}
