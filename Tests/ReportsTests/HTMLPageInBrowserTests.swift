import Reports
import Rules
import Testing

/// The page as a browser shows it. Skipped where Chromium is not installed (Debian: apt-get install chromium).
@Suite(.enabled(if: Chromium.tool != nil), .serialized)
struct HTMLPageInBrowserTests {
  private static let sample = HTMLReportTests.html(HTMLReportTests.sample)

  @Test func pagesRunWithoutErrorsUnderTheirOwnPolicy() throws {
    let hostile = SampleRun.judgement(
      HTMLReportTests.hostile.map { SampleRun.test(.suspect, $0, cause: $0) })
    let pages = [
      Self.sample, HTMLReportTests.html(ReportedRun(SampleRun.judgement([]))),
      HTMLReportTests.html(ReportedRun(hostile)), try AuditHTMLReportTests.sample(),
      AuditHTMLReportTests.html(
        ReportedAudit(try AuditHTMLReportTests.audit(tests: 3, runs: 3, name: HTMLReportTests.hostile[1]))),
      HTMLComparisonTests.sample,
      SampleComparison.render(HTMLComparison(), SampleComparison.hostile(HTMLReportTests.hostile[1])),
    ]
    for page in pages {
      let visit = try Chromium.visit(page)
      #expect(visit.console == [])
      // The script has run: without it the controls are hidden.
      #expect(visit.document.contains("<form id=\"controls\" role=\"search\">"))
    }
  }

  @Test func theConsoleTellsOfAScriptThatThePolicyForbids() throws {
    let page = Self.sample.replacing("<main>", with: "<main><script>document.title = 'changed'</script>")
    let visit = try Chromium.visit(page)
    #expect(visit.console.contains { $0.contains("Content Security Policy") })
    #expect(!visit.document.contains("<title>changed"))
  }

  @Test func searchFilterAndOrderChangeTheList() throws {
    let visit = try Chromium.drive(
      Self.sample,
      """
      const search = document.getElementById("search"), order = document.getElementById("order");
      const type = (text) => { search.value = text; search.dispatchEvent(new Event("input")); };
      const status = document.getElementById("status");
      tell(shown());
      type("LOG"); tell(shown() + " | " + status.textContent);
      type("capture late"); tell(shown());
      type("");
      document.querySelector("input[value=fake]").click();
      tell(shown() + " | " + status.textContent);
      document.querySelector("input[value=fake]").click();
      for (const value of ["slow", "quick", "name", "given", "worst"]) {
        order.value = value; order.dispatchEvent(new Event("change"));
        tell(shown());
      }
      """)
    #expect(visit.console == [])
    let worst = "test_login,test_logout,test_jwt,test_late,test_parallel,test_windows,test_checkout"
    #expect(
      visit.told == [
        worst, "test_login,test_logout | 2 of 7 tests", "test_late",
        "test_jwt,test_late,test_parallel,test_windows,test_checkout | 5 of 7 tests",
        "test_parallel,test_checkout,test_jwt,test_late,test_logout,test_login,test_windows",
        "test_login,test_logout,test_late,test_jwt,test_checkout,test_parallel,test_windows",
        "test_checkout,test_jwt,test_late,test_login,test_logout,test_parallel,test_windows",
        "test_login,test_logout,test_jwt,test_parallel,test_late,test_windows,test_checkout", worst,
      ])
  }

  @Test func theListIsUsedByKeyboard() throws {
    let visit = try Chromium.drive(
      Self.sample,
      """
      const at = () => document.activeElement.id || document.activeElement.textContent;
      press("/"); tell(at());
      press("ArrowDown"); tell(at());
      press("j"); tell(at());
      press("End"); tell(at());
      press("k"); tell(at());
      press("Home"); tell(at());
      press("/"); document.activeElement.value = "none"; press("Escape"); tell(at() + document.activeElement.value);
      """)
    #expect(visit.console == [])
    #expect(
      visit.told.map { $0.replacing("tests/test_api.py::", with: " ") } == [
        "search", "0.14 ms test_login", "1.50 ms test_logout", "801.7 ms test_checkout",
        "no time test_windows", "0.14 ms test_login", "search",
      ])
  }

  @Test(arguments: [400, 1600])
  func nothingIsWiderThanTheWindow(width: Int) throws {
    let long = SampleRun.fake(String(repeating: "long_name", count: 100))
    let word = String(repeating: "long_name", count: 30)
    let pages =
      [SampleRun.tests + [long], [long]].map {
        HTMLReportTests.html(ReportedRun(SampleRun.judgement($0), leftOut: SampleRun.leftOut))
      } + [
        try AuditHTMLReportTests.sample(),
        AuditHTMLReportTests.html(
          ReportedAudit(try AuditHTMLReportTests.audit(tests: 4, runs: 4, name: word))),
        HTMLComparisonTests.sample, SampleComparison.render(HTMLComparison(), SampleComparison.hostile(word)),
      ]
    for page in pages {
      let visit = try Chromium.drive(
        page, width: width,
        """
        for (const details of document.querySelectorAll("details")) details.open = true;
        tell(innerWidth + " " + (document.documentElement.scrollWidth - innerWidth));
        """)
      #expect(visit.told == ["\(width) 0"])
    }
  }

  @Test func detailsThatCameAsDataAreLikeThoseThatCameAsMarkup() throws {
    // The page of few tests has all details as markup, that of many has most of them as data.
    let script = """
      const details = [...document.querySelectorAll("#list details")]
        .find((one) => one.querySelector("span").textContent.includes("[27-"));
      details.open = true;
      setTimeout(() => { for (const child of [...details.children].slice(1)) tell(child.outerHTML); }, 100);
      """
    let small = HTMLReportTests.html(HTMLReportTests.large(30))
    let large = HTMLReportTests.html(HTMLReportTests.large(1200))
    let few = try Chromium.drive(small, script)
    let many = try Chromium.drive(large, script.replacing("[27-", with: "[1197-"))
    let holdsData = [small, large].map { $0.contains("id=\"packed\"") }
    #expect(holdsData == [false, true])
    #expect(few.console + many.console == [])
    let numbers = #/[0-9][0-9.,:]*/#
    #expect(!few.told.isEmpty)
    #expect(
      many.told.joined().replacing(numbers, with: "0") == few.told.joined().replacing(numbers, with: "0"))
    #expect(many.told.joined().contains("3591 bytes went there and 5985 came back"))
  }

  @Test func aTestInTheAddressIsOpened() throws {
    let visit = try Chromium.drive(
      Self.sample,
      """
      location.hash = "#t3";
      setTimeout(() => tell([...document.querySelectorAll("#list details[open]")].map((one) => one.id)), 500);
      """)
    #expect(visit.told == ["t3"])
  }

  @Test func aClickOnADrawingOpensTheTest() throws {
    // The lane of the fakes begins 38 pixels below the top and is 44 high; the first of them is at 36 of 1,000. The
    // second row of the windows is 26 to 52 pixels below the top.
    let visit = try Chromium.drive(
      Self.sample,
      """
      const open = () => [...document.querySelectorAll("#list details[open]")].map((one) => one.id).join();
      const click = (drawing, x, y) => {
        const box = drawing.getBoundingClientRect();
        const place = {clientX: box.x + x * box.width, clientY: box.y + y, bubbles: true};
        drawing.dispatchEvent(new PointerEvent("pointermove", place));
        drawing.dispatchEvent(new PointerEvent("click", place));
      };
      click(document.getElementById("strip"), 0.5, 60);
      tell(open() + "|" + document.getElementById("strip-tip").hidden);
      click(document.getElementById("strip"), 0.036, 60);
      tell(open() + "|" + document.getElementById("strip-tip").textContent);
      click(document.querySelector(".chart"), 0.5, 39);
      tell(open());
      """)
    #expect(visit.console == [])
    #expect(visit.told == ["|true", "t1|0.14 ms  fake  tests/test_api.py::test_login", "t1,t2"])
  }

  @Test func changesAndHistoriesAreFilteredByTheirParts() throws {
    let script = """
      const names = () => shown().map((name) => name.replace(/^.*::/, ""));
      const click = (part) => document.querySelector(`input[value=${part}]`).click();
      const word = (item) => getComputedStyle(item.querySelector("summary"), "::after").content;
      tell([...document.querySelectorAll("#list li")].map(word).join());
      """
    let compared = try Chromium.drive(
      HTMLComparisonTests.sample,
      script + """
        for (const part of ["turned_fake", "still_fake", "now_failing", "now_proven", "gone"]) click(part);
        tell(names());
        document.getElementById("order").value = "given";
        document.getElementById("order").dispatchEvent(new Event("change"));
        click("gone"); tell(names());
        """)
    #expect(compared.console == [])
    #expect(
      compared.told == [
        #""fake","fake","failed","failed","real","real","fake","real","gone""#,
        "test_login_real,test_new,test_more", "test_login_real,test_new,test_more,test_old",
      ])
    let audited = try Chromium.drive(
      try AuditHTMLReportTests.sample(),
      script + """
        click("fake"); click("exempt"); tell(names());
        location.hash = "#t1";
        setTimeout(() => tell([...document.querySelectorAll("#list details[open]")].map((one) => one.id)), 500);
        """)
    #expect(audited.console == [])
    #expect(
      audited.told == [
        #""fake","fake","real","exempt","inconclusive""#, "test_steady,test_gone", "t1",
      ])
  }
}
