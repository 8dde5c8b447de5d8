public import Records

#if canImport(Glibc)
  import Glibc
#endif

/// A command that is to be recorded.
public enum RecordedCommand {
  /// Why a command cannot be run, with the exit status by which shells say so: 127 where it is not there, 126 where it
  /// may not be executed; nil where it can.
  public static func failure(_ command: [String]) -> (problem: Problem, status: Int32)? {
    let name = command.first ?? ""
    switch ProgramPath.find(name) {
    case .found: return nil
    case .forbidden(let path):
      return (Problem("record", "'\(path)' is no program that this user may execute"), 126)
    case .missing:
      return (Problem("record", "no program '\(name)'; name one as you would in a shell, after '--'"), 127)
    }
  }

  /// The name of a run folder by the time: `assay-run-20261123T075012Z`.
  public static var folderName: String {
    "assay-run-" + Moment.now.wall.prefix { $0 != "." }.filter { $0 != "-" && $0 != ":" } + "Z"
  }
}
