extension Array {
  /// How many elements a condition holds for, in an array in which it holds for the first ones and for none after them:
  /// a binary search, and so the place at which the others begin.
  @inline(__always)
  func leadingCount(where isLeading: (Element) -> Bool) -> Int {
    var low = startIndex
    var high = endIndex
    while low < high {
      let middle = (low + high) / 2
      if isLeading(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
