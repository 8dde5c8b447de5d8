extension EvidenceView {
  static let testSample = EvidenceView(
    "test_sample",
    about:
      "What the resource samples say of a test's window: the growth from the last sample before it to the first after it.",
    columns: [
      .integer("test_id", "The test."),
      .integer("span_us", "The time between the two samples."),
      .integer("cpu_us", "CPU time used; NULL where not sampled."),
      .integer(
        "resident_growth_bytes",
        "Growth of resident memory, negative where it shrank; NULL where not sampled."),
      .integer(
        "voluntary_switches", "Voluntary context switches: each a wait for something; NULL where not sampled."
      ),
      .integer("loopback_bytes", "Bytes received and sent on loopback interfaces; NULL where not sampled."),
      .integer("network_bytes", "Bytes received and sent on all other interfaces; NULL where not sampled."),
    ],
    definition: """
      SELECT test_id, span_us, cpu_us, resident_growth_bytes, voluntary_switches, loopback_bytes, network_bytes
      FROM test_sample_row
      """)
}
