import Reports

#if canImport(Glibc)
  import Glibc
#endif

extension Screen {
  /// The terminal that shows the standard output, or 80 plain columns.
  static var terminal: Screen {
    guard isatty(STDOUT_FILENO) == 1 else { return Screen() }
    var size = winsize()
    let width = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    let isDumb = getenv("TERM").map { String(cString: $0) } == "dumb"
    let isPlain = getenv("NO_COLOR").map { $0.pointee != 0 } ?? false
    return Screen(width: width, isColored: !isPlain && !isDumb)
  }
}
