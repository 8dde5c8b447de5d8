import Evidence
import Rules
import Testing

struct TestMatchingTests {
  private func matches(_ before: [String], _ after: [String]) -> [String] {
    Comparison(before.map { .compared($0) }, after.map { .compared($0) }).matches
  }

  @Test func sameIdsAreTheSameTest() {
    #expect(
      matches(["t/test_a.py::T::test_x[1]", "t/test_a.py::T::test_x[2]"], ["t/test_a.py::T::test_x[2]"])
        == ["same t/test_a.py::T::test_x[2]", "gone t/test_a.py::T::test_x[1]"])
  }

  @Test func aTestIsTheSameInPytestsNotationAndInJUnits() {
    let before = TestVerdict.compared("t.a.test_a.T::test_x[a::b]", className: "t.a.test_a.T")
    var after = TestVerdict.compared("t/a/test_a.py::T::test_x[a::b]")
    after.facts.name = "test_x[a::b]"
    #expect(
      Comparison([before], [after]).matches == [
        "same t.a.test_a.T::test_x[a::b] -> t/a/test_a.py::T::test_x[a::b]"
      ])
  }

  @Test(arguments: [
    ("old/test_a.py::T::test_x", "new/deep/test_a.py::T::test_x"),
    ("old/test_a.py::test_x", "new/test_a.py::test_x"),
    ("t/test_a.py::T::test_x[1]", "t/test_b.py::T::test_x[1]"),
    ("t/test_a.py::test_x", "t/test_b.py::test_x"),
  ])
  func movedTestsAreFoundAgain(before: String, after: String) {
    let comparison = Comparison([.compared(before)], [.compared(after)])
    #expect(comparison.matches == ["moved \(before) -> \(after)"])
    #expect(comparison.renamed.count == 1)
    #expect(comparison.tests[0].match?.basis.isEmpty == false)
  }

  @Test func whatMayHaveMovedToEitherOfTwoPlacesIsLeftAlone() {
    #expect(
      matches(["a/test_a.py::T::test_x"], ["b/test_a.py::T::test_x", "c/test_a.py::T::test_x"]) == [
        "new b/test_a.py::T::test_x", "new c/test_a.py::T::test_x", "gone a/test_a.py::T::test_x",
      ])
    #expect(
      matches(["a.py::T::test_x", "b.py::T::test_x"], ["c.py::T::test_x"]) == [
        "new c.py::T::test_x", "gone a.py::T::test_x", "gone b.py::T::test_x",
      ])
  }

  @Test func aClassOfWhichThereAreMoreTellsNothing() {
    #expect(
      matches(
        ["a.py::TestSmoke::test_health", "c.py::TestSmoke::test_health"],
        ["b.py::TestSmoke::test_health", "c.py::TestSmoke::test_health"]) == [
          "new b.py::TestSmoke::test_health", "same c.py::TestSmoke::test_health",
          "gone a.py::TestSmoke::test_health",
        ])
    #expect(
      matches(["a.py::A::test_x", "a.py::B::test_x"], ["a.py::B::test_x", "a.py::C::test_x"]) == [
        "same a.py::B::test_x", "new a.py::C::test_x", "gone a.py::A::test_x",
      ])
  }

  @Test func aFunctionsNameThatAnotherFileHasTooTellsNothing() {
    // test_health is in c.py all the time, so it is a name that people use again.
    #expect(
      matches(["a.py::test_health", "c.py::test_health"], ["b.py::test_health", "c.py::test_health"]) == [
        "new b.py::test_health", "same c.py::test_health", "gone a.py::test_health",
      ])
  }

  @Test(arguments: [
    // fakes made real, as in the run that started this
    (
      "p.py::TestCritical::test_001_websocket_connection",
      "p.py::TestCritical::test_001_websocket_connection_real"
    ),
    ("p.py::T::test_health_fake", "p.py::T::test_health_real"),
    ("p.py::test_health", "p.py::test_health_staging"),
    // spelling, number, order, another word among many
    ("p.py::T::test_reconect", "p.py::T::test_reconnect"),
    ("p.py::T::test_user_has_order", "p.py::T::test_user_has_orders"),
    ("p.py::T::test_login_of_new_user", "p.py::T::test_new_user_of_login"),
    ("p.py::T::test_the_user_logs_in_by_mail", "p.py::T::test_the_user_signs_in_by_mail"),
    ("p.swift::T::userLogsInByMail", "p.swift::T::userLogsInByEmail"),
    // another name of the class
    ("p.py::TestLogin::test_x", "p.py::LoginTests::test_x"),
    ("p.py::TestLogin::test_x", "p.py::TestSession::test_x"),
    ("p.py::TestLogin::test_x", "p.py::test_x"),
    ("p.py::TestLogin::test_user_logs_in", "p.py::LoginTests::test_user_logs_in_real"),
    ("p.py::TestLogin::test_user_logs_in", "p.py::TestSession::test_user_logs_in_real"),
    // another file and another name
    ("p.py::TestLogin::test_user_logs_in", "q.py::TestLogin::test_user_logs_in_real"),
  ])
  func renamedTestsAreFoundAgain(before: String, after: String) {
    let comparison = Comparison([.compared(before)], [.compared(after)])
    #expect(comparison.matches == ["renamed \(before) -> \(after)"])
    #expect(comparison.tests[0].match?.basis.isEmpty == false)
  }

  @Test(arguments: [
    ("p.py::T::test_001_login", "p.py::T::test_002_login"),  // another number
    ("p.py::T::test_case_1", "p.py::T::test_case_2"),
    ("p.py::T::test_user_can_log_in_by_mail", "p.py::T::test_user_cannot_log_in_by_mail"),
    ("p.py::T::test_checkout_with_valid_coupon", "p.py::T::test_checkout_with_invalid_coupon"),
    ("p.py::T::test_checkout_with_coupon_of_shop", "p.py::T::test_checkout_without_coupon_of_shop"),
    ("p.py::T::test_get_user", "p.py::T::test_set_user"),
    ("p.py::T::test_035_data_encryption", "p.py::T::test_035_websocket_security_real"),
    ("p.py::T::test_real", "p.py::T::test_fake"),  // no word says what is tested
    ("p.py::test_login", "q.py::test_login_real"),  // neither file nor class in common
    ("p.py::T::test_x[1]", "p.py::T::test_x[2]"),  // other parameters
    ("p.py::T::[]", "p.py::U::]["), ("", "x"),
  ])
  func otherTestsAreNotTakenForRenamed(before: String, after: String) {
    #expect(matches([before], [after]) == ["new \(after)", "gone \(before)"])
  }

  @Test func aRenamingToEitherOfTwoNamesIsLeftAlone() {
    #expect(
      matches(
        ["p.py::T::test_user_login"], ["p.py::T::test_user_login_real", "p.py::T::test_user_login_live"]) == [
          "new p.py::T::test_user_login_real", "new p.py::T::test_user_login_live",
          "gone p.py::T::test_user_login",
        ])
    #expect(
      matches(
        ["p.py::T::test_user_login_fake", "p.py::T::test_user_login_mock"], ["p.py::T::test_user_login"]) == [
          "new p.py::T::test_user_login", "gone p.py::T::test_user_login_fake",
          "gone p.py::T::test_user_login_mock",
        ])
  }

  @Test func theClearlyBestOfSeveralNamesIsTaken() {
    #expect(
      matches(
        ["p.py::T::test_user_logs_in_by_mail", "p.py::T::test_user_logs_out"],
        ["p.py::T::test_user_logs_out_real", "p.py::T::test_user_logs_in_by_mail_real"]) == [
          "renamed p.py::T::test_user_logs_out -> p.py::T::test_user_logs_out_real",
          "renamed p.py::T::test_user_logs_in_by_mail -> p.py::T::test_user_logs_in_by_mail_real",
        ])
  }

  @Test func aRenamedTestKeepsItsParameters() {
    #expect(
      matches(
        ["p.py::T::test_sum[1]", "p.py::T::test_sum[2]"],
        ["p.py::T::test_sum_real[2]", "p.py::T::test_sum_real[1]", "p.py::T::test_sum_real[3]"]) == [
          "renamed p.py::T::test_sum[2] -> p.py::T::test_sum_real[2]",
          "renamed p.py::T::test_sum[1] -> p.py::T::test_sum_real[1]", "new p.py::T::test_sum_real[3]",
        ])
  }

  @Test func parametersThatTwoClassesShareAreLeftAlone() {
    #expect(
      matches(
        ["p.py::A::test_sum_up[1]", "p.py::B::test_sum_up[1]"],
        ["p.py::C::test_sum_up_real[1]", "p.py::D::test_sum_up_real[1]"]) == [
          "new p.py::C::test_sum_up_real[1]", "new p.py::D::test_sum_up_real[1]",
          "gone p.py::A::test_sum_up[1]",
          "gone p.py::B::test_sum_up[1]",
        ])
  }

  @Test func whatIsThereAllTheTimeIsNobodysNewName() {
    #expect(
      matches(
        ["p.py::T::test_login", "p.py::T::test_login_real"], ["p.py::T::test_login_real"]) == [
          "same p.py::T::test_login_real", "gone p.py::T::test_login",
        ])
  }

  @Test func tenThousandTestsAreMatchedQuickly() {
    // 100 files of 100 tests: a third stays, a third moves, a third is renamed.
    func id(_ number: Int, isLater: Bool) -> String {
      let (file, test) = (number / 100, number % 100)
      let folder = isLater && number % 3 == 1 ? "new" : "old"
      let name = "test_\(test)_user_\(file)_does_what_users_do" + (isLater && number % 3 == 2 ? "_real" : "")
      return "\(folder)/test_\(file).py::TestFile\(file)::\(name)"
    }
    let clock = ContinuousClock()
    var comparison: Comparison?
    let (before, after) = (
      (0..<10_000).map { TestVerdict.compared(id($0, isLater: false)) },
      (0..<10_000).map { TestVerdict.compared(id($0, isLater: true)) }
    )
    let time = clock.measure { comparison = Comparison(before, after) }
    let kinds = Dictionary(grouping: comparison?.tests ?? []) { $0.match?.kind }.mapValues(\.count)
    #expect(kinds == [.same: 3334, .moved: 3333, .renamed: 3333])
    #expect(time < .seconds(30))
  }

  @Test func aSuiteInWhichEverythingHasANewNameIsGivenUpQuickly() {
    let before = (0..<5000).map { TestVerdict.compared("a.py::test_\($0)_of_all_that_was") }
    let after = (0..<5000).map { TestVerdict.compared("a.py::check_\($0 + 9000)_of_all_that_is") }
    let clock = ContinuousClock()
    var counts: [Change: Int] = [:]
    let time = clock.measure { counts = Comparison(before, after).counts }
    #expect(counts[.new] == 5000)
    #expect(time < .seconds(30))
  }
}
