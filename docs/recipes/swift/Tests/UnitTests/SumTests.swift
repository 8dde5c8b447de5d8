import Testing

struct SumTests {
  @Test func adds() {
    #expect(1 + 1 == 2)
  }
}
