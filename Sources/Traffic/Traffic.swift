public import Records

/// The readers of what the wire and the client saw.
public enum Traffic {
  /// Every format's reader, in the order in which recognition tries them.
  public static var readers: [any RecordReader.Type] {
    [
      PcapFile.self, PcapngFile.self, ProbeFile.self, HARFile.self, ClientLogFile.self,
      ResourceSamplesFile.self, KeyLogFile.self, StraceFile.self,
    ]
  }
}
