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
        // Level 0
        // AES-256-GCM, HKDF, scrypt and SHA-256: the system's libcrypto gets security updates without us.
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Compression of frames, checkpoints and summaries.
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),

        // Level 1
        .target(name: "FilesystemModel", cSettings: linux),
        .target(
            name: "ObjectStorage",
            dependencies: [.product(name: "Logging", package: "swift-log")],
            cSettings: linux),

        // Level 2
        .target(name: "StorageFormat", dependencies: ["FilesystemModel", "CCrypto", "CZstd"], cSettings: linux),
        .testTarget(name: "StorageFormatTests", dependencies: ["StorageFormat", "FilesystemModel"]),
    ],
    swiftLanguageModes: [.v6]
)
