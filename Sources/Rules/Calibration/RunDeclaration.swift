import FoundationEssentials
public import Records

/// What the `run.json` of a labelled run declares: the targets, and which part of the suite is local.
public struct RunDeclaration: Sendable {
  /// The targets' URLs.
  public let targets: [String]
  /// How the ids of tests begin that need no target.
  public let localScopes: [String]

  /// The most bytes that the file may have.
  public static let sizeLimit = 1 << 20

  /// Reads a declaration; a file that declares nothing is none to complain of.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - place: where it was read from.
  /// - Throws: `Problem` where it is not a JSON object, or what it declares is not text.
  public init(_ bytes: [UInt8], place: String) throws(Problem) {
    guard bytes.count <= Self.sizeLimit else {
      throw Problem(place, "has more than \(Self.sizeLimit) bytes")
    }
    do {
      let run = try JSONDecoder().decode(Run.self, from: Data(bytes))
      targets = run.target?.urls ?? []
      localScopes = run.scope?.local ?? []
    } catch {
      throw Problem(
        place,
        "not a run's declaration; write '{\"target\": {\"urls\": [...]}, \"scope\": {\"local\": [...]}}'")
    }
  }

  private struct Run: Decodable {
    struct Target: Decodable { var urls: [String]? }
    struct Scope: Decodable { var local: [String]? }
    var target: Target?
    var scope: Scope?
  }
}
