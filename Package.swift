// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// `_GNU_SOURCE` exposes `O_PATH`, `renameat2`, `fallocate` and friends to the Clang importer.
let linux: [CSetting] = [.define("_GNU_SOURCE")]

let package = Package(
    name: "gramfs",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        // Migrations and reports of the index; its hot statements are on the raw connection.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Level 0
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // Level 1
        .target(name: "FilesystemModel", cSettings: linux),
        .target(
            name: "ObjectStorage",
            dependencies: [.product(name: "Logging", package: "swift-log")],
            cSettings: linux),
        // Level 2
        .target(
            name: "Metadata",
            dependencies: ["FilesystemModel", "CSQLite", .product(name: "GRDB", package: "GRDB.swift")],
            cSettings: linux),
        .testTarget(name: "MetadataTests", dependencies: ["FilesystemModel", "Metadata"], cSettings: linux),
    ],
    swiftLanguageModes: [.v6]
)
