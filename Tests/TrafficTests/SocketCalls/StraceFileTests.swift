import Records
import Testing
import Traffic

/// Lines as strace 6.1 writes them (strace(1)); 1700000000 is 2023-11-14T22:13:20Z.
struct StraceFileTests {
  /// A connection of TLS 1.3 over a socket that does not wait, as Python's `requests` makes it.
  static let described = #"""
    41 1700000000.010000 connect(5<UDP:[900]>, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, 16) = 0 <0.000030>
    41 1700000000.011000 sendmmsg(5<UDP:[198.51.100.7:5300->192.0.2.53:53]>, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base="\22\64\1\0\0\1\0\0\0\0\0\0\4shop\4test\0\0\1\0\1", iov_len=27}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=27}], 1, MSG_NOSIGNAL) = 1 <0.000100>
    41 1700000000.012000 recvfrom(5<UDP:[198.51.100.7:5300->192.0.2.53:53]>,  <unfinished ...>
    42 1700000000.013000 read(3</etc/hosts>, ""..., 4096) = 100 <0.000010>
    41 1700000000.020000 <... recvfrom resumed>"\22\64\201\200\0\1\0\1\0\0\0\0\4shop\4test\0\0\1\0\1\300\f\0\1\0\1\0\0\1,\0\4\313\0q\n", 2048, 0, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("192.0.2.53")}, [28 => 16]) = 43 <0.008000>
    41 1700000000.030000 connect(6<TCP:[901]>, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("203.0.113.10")}, 16) = -1 EINPROGRESS (Operation now in progress) <0.000200>
    41 1700000000.042000 getsockopt(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, SOL_SOCKET, SO_ERROR, [0], [4]) = 0 <0.000020>
    41 1700000000.043000 write(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, "\26\3\1\2\0"..., 517) = 517 <0.000050>
    41 1700000000.044000 read(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, "\26\3\3\0z"..., 5) = 5 <0.012000>
    41 1700000000.056100 read(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, ""..., 122) = 122 <0.000010>
    41 1700000000.057000 write(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, "\24\3\3\0\1"..., 80) = 80 <0.000050>
    41 1700000000.058000 write(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, "\27\3\3\0\200"..., 133) = 133 <0.000050>
    42 1700000000.059000 read(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, "\27\3\3\1\0"..., 5) = 5 <0.011000>
    42 1700000000.070100 read(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, ""..., 256) = 256 <0.000010>
    41 1700000000.080000 write(6<TCP:[198.51.100.7:40000->203.0.113.10:443]>, "\27\3\3\0\23"..., 24) = 24 <0.000050>
    41 1700000000.090000 +++ exited with 0 +++

    """#

  @Test func aConnectionIsReadFromDescribedDescriptors() throws {
    let reading = try ReadingOfText(StraceFile.self, Self.described)
    #expect(reading.problem == nil)
    #expect(reading.oddityNames == [])
    try #require(reading.connections.count == 2)
    let (dns, tls) = (reading.connections[0], reading.connections[1])
    #expect(dns.transport == .udp)
    #expect(dns.applicationProtocol == .dns)
    #expect(dns.server.description == "192.0.2.53:53")
    #expect(tls.transport == .tcp)
    #expect(tls.applicationProtocol == .tls)
    #expect(tls.client.description == "198.51.100.7:40000")
    #expect(tls.server.description == "203.0.113.10:443")
    // It was open when the socket was asked for its error; the time of connect() is no round trip.
    #expect(tls.syn == nil)
    #expect(tls.synAck?.nanoseconds == 1_700_000_000_042_020_000)
    #expect(tls.clientPayload == 517 + 80 + 133 + 24)
    #expect(tls.serverPayload == 5 + 122 + 5 + 256)
  }

  @Test func turnsAreToldApartByTheHeadersOfTLSRecords() throws {
    let reading = try ReadingOfText(StraceFile.self, Self.described)
    let bursts = try #require(reading.connections.last).bursts
    #expect(bursts.map(\.content) == [.handshake, .handshake, .application, .closing])
    try #require(bursts.count == 4)
    #expect(bursts[2].clientBytes == 133)
    #expect(bursts[2].serverBytes == 261)
    #expect(bursts[2].start.nanoseconds == 1_700_000_000_058_000_000)
    // A read that waited returned when its bytes were there.
    #expect(bursts[2].firstServer?.nanoseconds == 1_700_000_000_070_000_000)
  }

  @Test func aLookupIsReadFromItsMessages() throws {
    let lookup = try #require(try ReadingOfText(StraceFile.self, Self.described).lookups.first)
    #expect(lookup.name == "shop.test")
    #expect(lookup.query?.nanoseconds == 1_700_000_000_011_000_000)
    // The call began at 12 ms and took 8 ms.
    #expect(lookup.response?.nanoseconds == 1_700_000_000_020_000_000)
    #expect(lookup.answers.map(\.address?.description) == ["203.0.113.10"])
  }

  @Test func descriptorsThatAreNotDescribedAreTakenByTheirNumbers() throws {
    let reading = try ReadingOfText(
      StraceFile.self,
      #"""
      [pid  7] 1700000000.100000 connect(3, {sa_family=AF_INET6, sin6_port=htons(8080), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr), sin6_scope_id=0}, 28) = 0
      [pid  8] 1700000000.200000 sendto(3, "GET / HTTP/1.1\r\nX: \") = 9\"", 40, MSG_NOSIGNAL, NULL, 0) = 40
      [pid  7] 1700000000.300000 recvfrom(3, "HTTP/1.1 200 OK"..., 4096, 0, NULL, NULL) = 90
      [pid  7] 1700000000.400000 read(3, "a file's, by now", 4096) = 16
      [pid  7] 1700000000.500000 connect(4, {sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory)
      [pid  7] 1700000000.600000 connect(5, {sa_family=AF_INET, sin_port=htons(81), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 ECONNREFUSED (Connection refused)
      """#)
    try #require(reading.connections.count == 2)
    #expect(reading.connections[0].server.description == "[2001:db8::1]:8080")
    #expect(reading.connections[0].bursts.map(\.clientBytes) == [40])
    #expect(reading.connections[0].bursts.map(\.serverBytes) == [90])
    #expect(reading.connections[1].server.description == "192.0.2.1:81")
    #expect(reading.connections[1].synAck == nil)
    #expect(reading.connections[1].serverRST?.nanoseconds == 1_700_000_000_600_000_000)
  }

  @Test func aConnectionThatIsStillBeingOpenedIsNeitherOpenNorRefused() throws {
    let begun =
      #"1 1700000000.1 connect(3<TCP:[9]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = -1 EINPROGRESS (Operation now in progress)"#
      + "\n"
    let open = try #require(try ReadingOfText(StraceFile.self, begun).connections.first)
    #expect(open.synAck == nil && open.serverRST == nil)
    #expect(open.syn?.nanoseconds == 1_700_000_000_100_000_000)
    let asked = "1 1700000000.2 getsockopt(3<TCP:[9]>, SOL_SOCKET, SO_ERROR, [ECONNREFUSED], [4]) = 0\n"
    let refused = try #require(try ReadingOfText(StraceFile.self, begun + asked).connections.first)
    #expect(refused.synAck == nil)
    #expect(refused.serverRST?.nanoseconds == 1_700_000_000_200_000_000)
  }

  @Test func whatOthersOpenedIsNotTheClients() throws {
    let reading = try ReadingOfText(
      StraceFile.self,
      #"""
      1 1700000000.100000 accept4(4<TCP:[127.0.0.1:80]>, {sa_family=AF_INET, sin_port=htons(4000), sin_addr=inet_addr("127.0.0.1")}, [16], SOCK_CLOEXEC) = 5<TCP:[127.0.0.1:80->127.0.0.1:4000]>
      2 1700000000.100500 sendto(3<TCP:[127.0.0.1:4000->127.0.0.1:80]>, "a", 1, 0, NULL, 0) = 1
      1 1700000000.101000 recvfrom(5<TCP:[127.0.0.1:80->127.0.0.1:4000]>, "a", 9, 0, NULL, NULL) = 1
      1 1700000000.102000 sendto(5<TCP:[127.0.0.1:80->127.0.0.1:4000]>, "bc", 2, 0, NULL, 0) = 2
      2 1700000000.103000 recvfrom(3<TCP:[127.0.0.1:4000->127.0.0.1:80]>, "bc", 9, 0, NULL, NULL) = 2
      """#)
    try #require(reading.connections.count == 1)
    #expect(reading.connections[0].client.port == 4000)
    #expect(reading.connections[0].clientPayload == 1)
    #expect(reading.connections[0].serverPayload == 2)
  }

  @Test func onlyLinesWithTheTimeSince1970AreRecognised() {
    func recognises(_ text: String) -> Bool { StraceFile.recognises(FileHead(bytes: Array(text.utf8))) }
    let call =
      #"connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = 0"#
    #expect(recognises("41 1700000000.000001 \(call)\n"))
    #expect(recognises("[pid    41] 1700000000.000001 \(call)\n"))
    #expect(
      recognises("1700000000.000001 execve(\"/bin/true\", [\"true\"], 0x7f) = 0\n1700000000.1 \(call)\n"))
    #expect(!recognises("41 22:13:20.000001 \(call)\n"))
    #expect(!recognises("\(call)\n"))
    #expect(!recognises("{\"t\": 1700000000.1, \"cpu_s\": 0.1}\n"))
  }

  @Test func aFileThatWasCutIsReadAsFarAsItGoes() throws {
    let text = Array(Self.described.utf8)
    let whole = try ReadingOfText(StraceFile.self, bytes: text).connections.count
    for length in stride(from: 0, to: text.count, by: 13) {
      let reading = try ReadingOfText(StraceFile.self, bytes: Array(text[..<length]))
      #expect(reading.connections.count <= whole)
      // The first call's result is the 130th byte.
      #expect((reading.problem == nil) == (length >= 130), "\(length)")
    }
    let cut = try ReadingOfText(StraceFile.self, bytes: Array(text[..<(text.count / 2)]))
    #expect(cut.oddityNames == ["strace_lines_unreadable"])
  }

  @Test func noBytesCrashTheReader() throws {
    var generator = DamageGenerator(seed: 7)
    let text = Array(Self.described.utf8)
    var read = 0
    for _ in 0..<500 {
      var damaged = text
      for _ in 0..<Int.random(in: 1...20, using: &generator) {
        let place = Int.random(in: damaged.indices, using: &generator)
        switch Int.random(in: 0..<3, using: &generator) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &generator)
        case 1: damaged.remove(at: place)
        default: damaged.insert(contentsOf: text[place % text.count..<min(text.count, place + 50)], at: place)
        }
      }
      read += try ReadingOfText(StraceFile.self, bytes: damaged).problem == nil ? 1 : 0
    }
    #expect(read > 0)
  }
}
