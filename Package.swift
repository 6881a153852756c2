// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// `_GNU_SOURCE` exposes `O_PATH`, `renameat2`, `fallocate` and friends to the Clang importer.
let linux: [CSetting] = [.define("_GNU_SOURCE")]

let package = Package(
    name: "gramfs",
    dependencies: [
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0")
    ],
    targets: [
        // Level 1
        .target(name: "FilesystemModel", cSettings: linux),
        .target(
            name: "ObjectStorage",
            dependencies: [.product(name: "Logging", package: "swift-log")],
            cSettings: linux),
        // Level 3
        .target(name: "DirectoryStorage", dependencies: ["FilesystemModel", "ObjectStorage"], cSettings: linux),
        // Tests, and what several of them share
        .target(name: "ObjectStoreSuite", dependencies: ["ObjectStorage"], path: "Tests/ObjectStoreSuite"),
        .testTarget(name: "ObjectStorageTests", dependencies: ["ObjectStorage", "ObjectStoreSuite"]),
        .testTarget(
            name: "DirectoryStorageTests",
            dependencies: ["DirectoryStorage", "FilesystemModel", "ObjectStorage", "ObjectStoreSuite"],
            cSettings: linux),
    ],
    swiftLanguageModes: [.v6]
)
