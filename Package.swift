// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// `_GNU_SOURCE` exposes `O_PATH`, `renameat2`, `fallocate` and friends to the Clang importer.
let linux: [CSetting] = [.define("_GNU_SOURCE")]

let package = Package(
    name: "gramfs",
    dependencies: [
        // What the daemon says of itself; the API package that the server ecosystem shares.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        // Migrations and reports of the index; its hot statements are on the raw connection.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // Level 0
        // AES-256-GCM, HKDF, scrypt and SHA-256: the system's libcrypto gets security updates without us.
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Compression of frames, checkpoints and summaries.
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

        // Level 1
        .target(name: "FilesystemModel", cSettings: linux),
        .target(
            name: "ObjectStorage",
            dependencies: [.product(name: "Logging", package: "swift-log")],
            cSettings: linux),

        // Level 2
        .target(name: "StorageFormat", dependencies: ["FilesystemModel", "CCrypto", "CZstd"], cSettings: linux),
        .target(
            name: "Metadata",
            dependencies: ["FilesystemModel", "CSQLite", .product(name: "GRDB", package: "GRDB.swift")],
            cSettings: linux),
        .target(name: "SegmentLog", dependencies: ["FilesystemModel"], cSettings: linux),

        // Level 3
        .target(
            name: "DataPlane",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog",
                .product(name: "Logging", package: "swift-log"),
            ],
            cSettings: linux),
        .target(name: "DirectoryStorage", dependencies: ["FilesystemModel", "ObjectStorage"], cSettings: linux),

        // Level 4
        .target(
            name: "Filesystem",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog", "DataPlane",
                .product(name: "Logging", package: "swift-log"),
            ],
            cSettings: linux),

        // What several test targets share
        .target(
            name: "DiskSimulation", dependencies: ["SegmentLog"], path: "Tests/DiskSimulation", cSettings: linux),
        .target(name: "ObjectStoreSuite", dependencies: ["ObjectStorage"], path: "Tests/ObjectStoreSuite"),
        .target(
            name: "VolumeFixture",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "DataPlane", "Filesystem",
                .product(name: "Logging", package: "swift-log"),
            ], path: "Tests/VolumeFixture"),

        // Tests
        .testTarget(name: "StorageFormatTests", dependencies: ["StorageFormat", "FilesystemModel"]),
        .testTarget(
            name: "SegmentLogTests", dependencies: ["SegmentLog", "DiskSimulation"], cSettings: linux),
        .testTarget(name: "ObjectStorageTests", dependencies: ["ObjectStorage", "ObjectStoreSuite"]),
        .testTarget(
            name: "DirectoryStorageTests", dependencies: ["DirectoryStorage", "ObjectStorage", "ObjectStoreSuite"],
            cSettings: linux),
        .testTarget(
            name: "FilesystemTests",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "DataPlane", "Filesystem", "VolumeFixture",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
