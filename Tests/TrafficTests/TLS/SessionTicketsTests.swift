import Records
import Testing

@testable import Traffic

/// Tickets as OpenSSL sends them, without keys; bytes are counted by hand, five of each record being its header.
struct SessionTicketsTests {
  /// A handshake of TLS 1.3, and right after it the client's first request.
  private func opened() -> Dialogue {
    var talk = Dialogue()
    talk.lines = Array(TLSDialogues.simple.lines.prefix(2))
    talk.client(TLSBytes.data(53) + TLSBytes.data(200))
    return talk
  }

  @Test(arguments: [250, 266, 234])
  func twoTicketsAreNoAnswer(second: Int) throws {
    var talk = opened()
    talk.server(TLSBytes.data(250))
    talk.server(TLSBytes.data(second))
    let outcome = try talk.decode()
    #expect(outcome.contents.suffix(3) == [.application, .application, .handshake])
    #expect(outcome.retractedBytes == 255)
  }

  @Test func twoTicketsInOneSegmentAreToldAtOnce() throws {
    var talk = opened()
    talk.server(TLSBytes.data(250) + TLSBytes.data(250))
    talk.server(TLSBytes.data(500))
    let outcome = try talk.decode()
    #expect(outcome.contents.suffix(3) == [.application, .handshake, .application])
    #expect(outcome.retractedBytes == 0)
  }

  @Test func ticketsInPiecesAreTakenBackInFull() throws {
    var talk = opened()
    talk.server(TLSBytes.data(250))
    talk.server(TLSBytes.data(250))
    for pieces in [7, 50, 100, 200] {
      #expect(try talk.decode(pieces: pieces).retractedBytes >= 255)
    }
  }

  @Test func anAnswerBehindTheTicketsIsOne() throws {
    var talk = opened()
    talk.server(TLSBytes.data(250) + TLSBytes.data(250) + TLSBytes.data(700))
    #expect(try talk.decode().contents.last == .application)
  }

  @Test(arguments: [[250, 251], [90, 90], [2001, 2001], [700, 250, 250]])
  func otherRecordsAreAnswers(lengths: [Int]) throws {
    var talk = opened()
    for length in lengths { talk.server(TLSBytes.data(length)) }
    let outcome = try talk.decode()
    #expect(outcome.contents.suffix(lengths.count).allSatisfy { $0 == .application })
    #expect(outcome.retractedBytes == 0)
  }

  @Test func equalAnswersToTwoRequestsAreAnswers() throws {
    var talk = opened()
    talk.server(TLSBytes.data(250))
    talk.client(TLSBytes.data(200))
    talk.server(TLSBytes.data(250))
    let outcome = try talk.decode()
    #expect(outcome.contents.suffix(3) == [.application, .application, .application])
    #expect(outcome.retractedBytes == 0)
  }

  @Test func theTurnOfARequestIsLeftWithoutAnswerUntilThereIsOne() throws {
    var trace = PacketTrace()
    trace.server.port = 443
    trace.open()
    var client: UInt32 = 1001
    var server: UInt32 = 5001
    for line in opened().lines {
      guard case .says(let side, let bytes) = line else { continue }
      if side == .client {
        trace.client(20, PacketBuilder.ack, client, server, bytes)
        client += UInt32(bytes.count)
      } else {
        trace.server(30, PacketBuilder.ack, server, client, bytes)
        server += UInt32(bytes.count)
      }
    }
    for time in [31, 32] {
      trace.server(time, PacketBuilder.ack, server, client, TLSBytes.data(250))
      server += 255
    }
    let unanswered = try #require(try trace.read().connections.first?.bursts.last)
    #expect(unanswered.content == .application)
    #expect(unanswered.clientBytes == 58 + 205)
    #expect(unanswered.serverBytes == 0)
    #expect(unanswered.serverPackets == 0)
    #expect(unanswered.firstServer == nil)
    #expect(unanswered.stop == PacketTrace.moment(20))
    trace.server(40, PacketBuilder.ack, server, client, TLSBytes.data(900))
    let answered = try #require(try trace.read().connections.first?.bursts.last)
    #expect(answered.start == unanswered.start)
    #expect(answered.serverBytes == 905)
    #expect(answered.firstServer == PacketTrace.moment(40))
  }
}
