import ArgumentParser
import Transfers

/// How connections to servers are made, shared by the commands that make some.
struct ConnectionOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The proxy to use; that of curl's variables otherwise.", valueName: "url"))
  var proxy: String?

  @Option(
    name: .customLong("cacert"),
    help: ArgumentHelp(
      "A file of certificates to trust; that of CURL_CA_BUNDLE or SSL_CERT_FILE otherwise.", valueName: "file"
    ))
  var authorityFile: String?

  @Option(help: ArgumentHelp("How long one request may take.", valueName: "seconds"))
  var timeout = 20.0

  func validate() throws {
    guard timeout > 0, timeout <= 3600 else {
      throw ValidationError("'\(timeout)' is no time limit; give more than 0 and at most 3600 seconds")
    }
  }

  /// The settings of every transfer.
  func settings(_ environment: [String: String]) -> TransferSettings {
    var settings = TransferSettings(environment: environment)
    settings.proxy = proxy
    settings.authorityFile = authorityFile ?? settings.authorityFile
    settings.timeout = .milliseconds(Int(timeout * 1000))
    settings.connectTimeout = min(settings.connectTimeout, settings.timeout)
    return settings
  }
}
