import Crypto
import FoundationEssentials

/// The frame of every page: what comes before its content and after it.
///
/// A page asks the network for nothing. Its policy (Content Security Policy Level 3) allows the one style and the one
/// script that it carries, by their SHA-256, and nothing else.
struct HTMLPage {
  /// What the browser's tab says.
  let title: String

  /// From the document type to the begin of the body.
  var head: String {
    let policy = [
      "default-src 'none'", "style-src '\(Self.hash(HTMLStyle.text))'",
      "script-src '\(Self.hash(HTMLScript.text))'", "base-uri 'none'", "form-action 'none'",
    ].joined(separator: "; ")
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="\(policy)">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta name="referrer" content="no-referrer">
      <meta name="robots" content="noindex">
      <title>\(HTMLText.escaped(title))</title>
      <style>\(HTMLStyle.text)</style>
      </head>
      <body>

      """
  }

  /// The script, and the end of the document.
  let foot = """
    <footer><p>Made by assay. This page asks the network for nothing.</p></footer>
    <script>\(HTMLScript.text)</script>
    </body>
    </html>

    """

  /// A part of the page under a heading of its own, which names it for those who listen to the page.
  static func section(_ id: String, _ title: String, _ content: String) -> String {
    if content.isEmpty { return "" }
    return """
      <section id="\(id)" aria-labelledby="\(id)-title">
      <h2 id="\(id)-title">\(HTMLText.escaped(title))</h2>
      \(content)
      </section>

      """
  }

  private static func hash(_ text: String) -> String {
    "sha256-" + Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
  }
}
