/// Where people read a report: how wide it is, and whether it shows colours.
public struct Screen: Hashable, Sendable {
  /// The columns of a line, from 40 to 120.
  public let width: Int
  /// Whether ANSI colours (ECMA-48, SGR) may be used.
  public let isColored: Bool

  /// A screen; a width outside of 40 to 120 columns is taken for the nearest of them.
  ///
  /// - Parameters:
  ///   - width: columns; 80 where there is no terminal to ask.
  ///   - isColored: whether to use colours.
  public init(width: Int = 80, isColored: Bool = false) {
    self.width = min(max(width, 40), 120)
    self.isColored = isColored
  }
}
