extension Ink {
  /// The class that gives an element of a page the colour of the verdict that has this one in a terminal.
  var cssClass: String {
    switch self {
    case .red: "v-fake"
    case .yellow: "v-suspect"
    case .cyan: "v-inconclusive"
    case .green: "v-real"
    case .bold, .faint: "v-exempt"
    }
  }
}
