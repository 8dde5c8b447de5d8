import ArgumentParser

/// What the program's exit code means; the same for every output format.
enum ExitStatus: Int32 {
  case nothingFake = 0
  case fakesFound = 1
  case badInput = 2
  case notEnoughEvidence = 3
  case internalError = 70

  /// What a command throws to end the program with it.
  var exit: ExitCode { ExitCode(rawValue) }
}
