/// What `run.json` says of a recording: written when it starts, and again when it has ended.
public struct RunDescription: Codable, Sendable {
  /// The schema that this version writes and reads.
  public static let schema = "assay/recording/1"

  /// How far a recording got.
  public enum State: String, Codable, Sendable {
    /// It has started. A recording that is over and still says so was killed.
    case recording
    /// It has ended in order.
    case complete
  }

  /// A capture of packets.
  public struct Capture: Codable, Sendable {
    /// The program that captured, and its version.
    public var tool: String
    /// The interface; `any` is all of them.
    public var interface: String
    /// The file in the run folder.
    public var file: String
    /// Packets in the file.
    public var packets: Int?
    /// Packets that the kernel dropped, where the tool says.
    public var dropped: Int?
    /// What the tool said.
    public var messages: [String]?
  }

  /// A file that the command wrote and that was copied.
  public struct Result: Codable, Sendable {
    /// The file in the run folder.
    public var file: String
    /// Where the command wrote it.
    public var from: String
  }

  /// The machine that the command ran on.
  public struct Host: Codable, Sendable {
    /// The kernel's name and release.
    public var kernel: String
    /// The processor's architecture.
    public var architecture: String
    /// How many processors are in use.
    public var processors: Int
    /// The zone's name; nil where it has none.
    public var timeZone: String?
    /// What local time was ahead of UTC, in seconds.
    public var utcOffsetSeconds: Int
    /// The network interfaces by name.
    public var interfaces: [String]
  }

  /// ``schema``.
  public var schema = Self.schema
  /// How far the recording got.
  public var state = State.recording
  /// The command, without the values that look like secrets.
  public var command: [String]
  /// The folder in which it ran.
  public var workingDirectory: String
  /// When the command was started.
  public var started: Moment?
  /// When it had ended.
  public var stopped: Moment?
  /// Its exit status, where it ended by itself.
  public var exitStatus: Int32?
  /// The signal that ended it.
  public var signal: Int32?
  /// The captures.
  public var captures: [Capture] = []
  /// The file of socket calls, where they were traced in place of a capture.
  public var socketCalls: String?
  /// The file of resource samples.
  public var samples: String?
  /// The file of TLS secrets, where they were asked for.
  public var keyLog: String?
  /// The result files that were found.
  public var results: [Result] = []
  /// What could not be recorded, and why.
  public var problems: [String] = []
  /// The machine.
  public var host: Host
  /// Variables of the environment that change how tests run; no secrets.
  public var environment: [String: String]
  /// CPU time that recording took, the tools' apart, in seconds.
  public var recorderCPUSeconds: Double?

  enum CodingKeys: String, CodingKey {
    case schema, state, command, started, stopped, signal, captures, samples, results, problems, host,
      environment
    case workingDirectory = "working_directory"
    case exitStatus = "exit_status"
    case socketCalls = "socket_calls"
    case keyLog = "key_log"
    case recorderCPUSeconds = "recorder_cpu_s"
  }
}

extension RunDescription.Host {
  enum CodingKeys: String, CodingKey {
    case kernel, architecture, processors, interfaces
    case timeZone = "time_zone"
    case utcOffsetSeconds = "utc_offset_s"
  }
}
