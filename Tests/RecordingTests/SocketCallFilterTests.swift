import Testing

@testable import Recording

/// What is kept of the lines that `strace -f -ttt -T -yy` writes.
struct SocketCallFilterTests {
  private func kept(_ lines: String) -> String {
    var filter = SocketCallFilter()
    return lines.split(separator: "\n").compactMap { filter.kept($0) }.joined()
  }

  @Test func whatIsNoSocketIsLeftOut() {
    #expect(
      kept(
        #"""
        7 1700000000.1 read(3</home/me/.netrc>, "machine a login b password c", 4096) = 28 <0.000010>
        7 1700000000.2 write(1<pipe:[5]>, "secret", 6) = 6 <0.000010>
        7 1700000000.3 connect(4<UNIX-STREAM:[9]>, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1 ENOENT (No such file or directory) <0.000010>
        7 1700000000.4 read(3</home/me/.netrc>,  <unfinished ...>
        7 1700000000.5 <... read resumed>"machine a", 9) = 9 <0.000010>
        7 1700000000.6 +++ exited with 0 +++
        """#) == "")
  }

  @Test func ofDataTheHeadersOfTLSRecordsStay() {
    #expect(
      kept(
        #"""
        7 1700000000.1 connect(4<TCP:[9]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = 0 <0.1>
        7 1700000000.2 connect(4<TCPv6:[9]>, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0 <0.1>
        7 1700000000.3 write(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, "POST / HTTP/1.1\r\nCookie: \"a\"; b"..., 900) = 900 <0.1>
        7 1700000000.4 write(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, "\27\3\3\1\0\337\1secret", 261) = 261 <0.1>
        7 1700000000.5 writev(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, [{iov_base="a,", iov_len=2}, {iov_base="\\\"b", iov_len=3}], 2) = 5 <0.1>
        """#) == #"""
          7 1700000000.1 connect(4<TCP:[9]>, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("192.0.2.1")}, 16) = 0 <0.1>
          7 1700000000.2 connect(4<TCPv6:[9]>, {sa_family=AF_INET6, sin6_port=htons(80), inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 0 <0.1>
          7 1700000000.3 write(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, ""..., 900) = 900 <0.1>
          7 1700000000.4 write(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, "\27\3\3\1\0"..., 261) = 261 <0.1>
          7 1700000000.5 writev(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, [{iov_base=""..., iov_len=2}, {iov_base=""..., iov_len=3}], 2) = 5 <0.1>

          """#)
  }

  @Test func whatResumesIsKeptAsItsBeginningWas() {
    let lines = #"""
      7 1700000000.1 read(4<TCP:[192.0.2.7:5->192.0.2.1:80]>,  <unfinished ...>
      8 1700000000.2 recvfrom(5<UDP:[192.0.2.7:6->192.0.2.53:53]>,  <unfinished ...>
      7 1700000000.3 <... read resumed>"HTTP/1.1 200 OK", 4096) = 15 <0.2>
      8 1700000000.4 <... recvfrom resumed>"\22\64\201\200", 512, 0, NULL, NULL) = 4 <0.2>
      8 1700000000.5 <... read resumed>"a file", 6) = 6 <0.2>

      """#
    #expect(
      kept(lines)
        == lines.split(separator: "\n").dropLast().joined(separator: "\n")
        .replacing(#""HTTP/1.1 200 OK","#, with: #"""..., "#.dropLast()) + "\n")
  }

  @Test func noLineCrashesTheFilter() {
    let line =
      #"7 1700000000.3 write(4<TCP:[192.0.2.7:5->192.0.2.1:80]>, "\27\3\3\1\"\\"..., 900) = 900 <0.1>"#
    for length in 0...line.utf8.count {
      var filter = SocketCallFilter()
      let kept = filter.kept(line.prefix(length))
      #expect((kept != nil) == (length > line.prefix { $0 != "T" }.count + 3), "\(length)")
    }
  }
}
