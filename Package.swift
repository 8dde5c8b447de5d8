// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Every packet goes through state in classes; checking at run time that no two accesses overlap costs 3 % of a capture.
/// Debug builds, and so the tests, check.
let unchecked: [SwiftSetting] = [
  .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
]

let package = Package(
  name: "assay",
  products: [
    .executable(name: "assay", targets: ["assay"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(name: "Records", swiftSettings: settings),
    .target(name: "Results", dependencies: ["Records", "CLibXML2"], swiftSettings: settings),
    .target(
      name: "Traffic",
      dependencies: [
        "Records",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHPACK", package: "swift-nio-http2"),
      ],
      swiftSettings: settings + unchecked),
    .target(name: "Processes", swiftSettings: settings),
    .target(name: "Recording", dependencies: ["Records", "Processes"], swiftSettings: settings),
    .target(
      name: "Evidence",
      dependencies: [
        "Records",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "Rules",
      dependencies: ["Evidence", .product(name: "Yams", package: "Yams")],
      resources: [.copy("../../rules")],
      swiftSettings: settings),
    .target(
      name: "Reports",
      dependencies: ["Records", "Evidence", "Rules", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(name: "Transfers", dependencies: ["Records", "CCurl"], swiftSettings: settings),
    .target(name: "Probe", dependencies: ["Records", "Transfers"], swiftSettings: settings),
    .target(name: "CodeHost", dependencies: ["Records", "Transfers"], swiftSettings: settings),
    .executableTarget(
      name: "assay",
      dependencies: [
        "Records", "Results", "Traffic", "Processes", "Recording", "Evidence", "Rules", "Reports",
        "Transfers",
        "CodeHost", "Probe",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "benchmarks", dependencies: ["Records", "Results"], path: "Tests/Benchmarks",
      swiftSettings: settings),
    .testTarget(name: "RecordsTests", dependencies: ["Records"], swiftSettings: settings),
    .testTarget(name: "ResultsTests", dependencies: ["Records", "Results"], swiftSettings: settings),
    .testTarget(
      name: "TrafficTests",
      dependencies: ["Records", "Traffic", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .testTarget(
      name: "RecordingTests", dependencies: ["Records", "Recording"], swiftSettings: settings),
    .testTarget(
      name: "EvidenceTests", dependencies: ["Records", "Evidence"], swiftSettings: settings),
    .testTarget(
      name: "RulesTests", dependencies: ["Records", "Evidence", "Rules"], swiftSettings: settings),
    .testTarget(
      name: "ReportsTests", dependencies: ["Records", "Evidence", "Rules", "Reports"], swiftSettings: settings
    ),
    .target(name: "LoopbackServer", path: "Tests/LoopbackServer", swiftSettings: settings),
    .testTarget(
      name: "TransfersTests", dependencies: ["Records", "Transfers", "LoopbackServer"],
      swiftSettings: settings),
    .testTarget(
      name: "ProbeTests",
      dependencies: ["Records", "Traffic", "Transfers", "Probe", "LoopbackServer"],
      swiftSettings: settings),
    .testTarget(
      name: "CodeHostTests", dependencies: ["Records", "Transfers", "CodeHost", "LoopbackServer"],
      swiftSettings: settings),
    .testTarget(
      name: "CommandTests", dependencies: ["assay", "LoopbackServer"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
