// swift-tools-version: 6.2
// SPDX-License-Identifier: MIT

import PackageDescription

/// `_GNU_SOURCE` exposes `O_PATH`, `renameat2`, `fallocate` and friends to the Clang importer.
let linux: [CSetting] = [.define("_GNU_SOURCE")]

let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]

let package = Package(
    name: "gramfs",
    products: [
        .executable(name: "gramfs", targets: ["CLI"]),
        .executable(name: "telegram-emulator", targets: ["EmulatorCLI"]),
        .executable(name: "gramfs-bench", targets: ["BenchDriver"]),
        .executable(name: "gramfs-bench-passthrough", targets: ["BenchPassthrough"]),
        .executable(name: "gramfs-bench-wire", targets: ["WireBench"]),
    ],
    dependencies: [
        // The one logging face of the Swift server packages.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        // Migrations and reports of the index; its hot statements are on the raw connection.
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        // Sockets with back-pressure for the control socket, and later for every connection to the outside.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Signals as an asynchronous sequence: the daemon ends in order on SIGTERM and SIGINT.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Configuration that people write by hand, with errors that name the line.
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        // HTTP/1.1 for the links of shares; only HTTPGateway imports it.
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        // Its names of headers and states, which Hummingbird hands out and does not export.
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        // Grammar, help and shell completion from one declaration of each command.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // Level 0
        // AES-256-GCM, HKDF, scrypt and SHA-256: the system's libcrypto gets security updates without us.
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // Compression of frames, checkpoints and summaries.
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CFuse", pkgConfig: "fuse3", providers: [.apt(["libfuse3-dev"])]),
        .systemLibrary(name: "CLinux"),
        // The compression of Telegram's protocol.
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // The block mode of Telegram's protocol, which no library has at the speed of a disk.
        .target(name: "CIGE", linkerSettings: [.linkedLibrary("crypto")]),
        // What several servers put into their pipelines.
        .target(name: "ChannelHandlers", dependencies: [nio[0]], cSettings: linux),
        // Generated from the lines of `Schema`, which are no part of the build.
        .target(name: "TL", exclude: ["Schema"]),

        // Level 1
        .target(name: "FilesystemModel", cSettings: linux),
        .target(name: "ObjectStorage", dependencies: [logging], cSettings: linux),
        .target(name: "MTProto", dependencies: ["TL", "CCrypto", "CIGE", "CZlib"], cSettings: linux),

        // Level 2
        .target(name: "StorageFormat", dependencies: ["FilesystemModel", "CCrypto", "CZstd"], cSettings: linux),
        .target(
            name: "Metadata",
            dependencies: ["FilesystemModel", "CSQLite", .product(name: "GRDB", package: "GRDB.swift")],
            cSettings: linux),
        .target(name: "SegmentLog", dependencies: ["FilesystemModel"], cSettings: linux),
        .target(name: "Telegram", dependencies: ["MTProto", "TL", logging] + nio, cSettings: linux),

        // Level 3
        .target(
            name: "DataPlane",
            dependencies: ["FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog", logging],
            cSettings: linux),
        .target(name: "DirectoryStorage", dependencies: ["FilesystemModel", "ObjectStorage"], cSettings: linux),
        .target(name: "TelegramStorage", dependencies: ["ObjectStorage", "Telegram", logging], cSettings: linux),

        // Level 4
        .target(
            name: "Filesystem",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog", "DataPlane", logging,
            ],
            cSettings: linux),

        // Level 5
        .target(
            name: "FuseAdapter", dependencies: ["CFuse", "CLinux", "FilesystemModel", "Filesystem", logging],
            cSettings: linux),
        .target(name: "ControlSocket", dependencies: ["ChannelHandlers", "FilesystemModel"] + nio, cSettings: linux),
        .target(
            name: "HTTPGateway",
            dependencies: [
                "ChannelHandlers", "FilesystemModel", "Filesystem", logging,
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
            ] + nio, cSettings: linux),

        // Level 6
        .target(
            name: "Daemon",
            dependencies: [
                "CLinux", "ControlSocket", "DataPlane", "DirectoryStorage", "Filesystem", "FilesystemModel",
                "FuseAdapter", "HTTPGateway", "Metadata", "ObjectStorage", "StorageFormat", "TOMLKit", "Telegram",
                "TelegramStorage", logging,
                nio[0],
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ], cSettings: linux),

        // Level 7
        .executableTarget(
            name: "CLI",
            dependencies: [
                "ControlSocket", "Daemon", "FilesystemModel", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], cSettings: linux),

        // Beside the levels: a Telegram on loopback, for tests and for people
        .target(
            name: "TelegramEmulator",
            dependencies: ["CCrypto", "ControlSocket", "FilesystemModel", "MTProto", "TL", logging] + nio,
            cSettings: linux),
        .executableTarget(
            name: "EmulatorCLI",
            dependencies: [
                "CLinux", "ControlSocket", "TelegramEmulator", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ], cSettings: linux),

        // What `Scripts/bench` runs: the load, and what gramfs is measured against
        .executableTarget(
            name: "BenchDriver", dependencies: ["CLinux", "CSQLite"], cSettings: linux),
        .executableTarget(name: "BenchPassthrough", dependencies: ["CFuse"]),
        // One client's run for `Scripts/bench wire`.
        .executableTarget(
            name: "WireBench", dependencies: ["CLinux", "Telegram", logging], cSettings: linux),

        // What several test targets share
        .target(name: "ChildProcess", path: "Tests/ChildProcess", cSettings: linux),
        .target(name: "TestDirectory", path: "Tests/TestDirectory"),
        .target(
            name: "DiskSimulation", dependencies: ["SegmentLog", "CSQLite"], path: "Tests/DiskSimulation",
            cSettings: linux),
        .target(name: "ObjectStoreSuite", dependencies: ["ObjectStorage"], path: "Tests/ObjectStoreSuite"),
        .target(name: "SeededRandom", path: "Tests/SeededRandom"),
        .target(name: "ReferenceModel", dependencies: ["FilesystemModel"], path: "Tests/ReferenceModel"),
        .target(
            name: "VolumeFixture",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog", "DataPlane",
                "Filesystem", logging,
            ], path: "Tests/VolumeFixture"),

        // The decoders that `Scripts/fuzz` links with libFuzzer, and whose corpus the tests replay.
        .target(
            name: "FuzzTargets", dependencies: ["ControlSocket", "FilesystemModel", "MTProto", "StorageFormat", "TL"],
            path: "Tests/FuzzTargets"),

        // Tests
        .testTarget(
            name: "FilesystemModelTests", dependencies: ["FilesystemModel", "SeededRandom"], cSettings: linux),
        .testTarget(
            name: "DataPlaneTests",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog", "DataPlane",
                "SeededRandom", "VolumeFixture", logging,
            ], cSettings: linux),
        .testTarget(name: "StorageFormatTests", dependencies: ["StorageFormat", "FilesystemModel"]),
        .testTarget(
            name: "SegmentLogTests", dependencies: ["SegmentLog", "DiskSimulation"], cSettings: linux),
        .testTarget(name: "ObjectStorageTests", dependencies: ["ObjectStorage", "ObjectStoreSuite"]),
        .testTarget(
            name: "DirectoryStorageTests",
            dependencies: ["DirectoryStorage", "FilesystemModel", "ObjectStorage", "ObjectStoreSuite"],
            cSettings: linux),
        .testTarget(name: "MetadataTests", dependencies: ["FilesystemModel", "Metadata"], cSettings: linux),
        .testTarget(
            name: "ControlSocketTests", dependencies: ["ControlSocket", "FilesystemModel", "TestDirectory"] + nio,
            cSettings: linux),
        .testTarget(
            name: "DaemonTests",
            dependencies: [
                "ControlSocket", "Daemon", "FilesystemModel", "ObjectStorage", "Telegram", "TelegramEmulator",
                "TestDirectory", logging,
            ],
            cSettings: linux),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "CLI", "ChildProcess", "ControlSocket", "Daemon", "EmulatorCLI", "FilesystemModel", "TestDirectory",
            ],
            cSettings: linux),
        .testTarget(
            name: "HTTPGatewayTests",
            dependencies: [
                "ChildProcess", "Filesystem", "FilesystemModel", "HTTPGateway", "ObjectStorage", "SeededRandom",
                "TestDirectory", "VolumeFixture", logging,
            ]),
        .testTarget(name: "TidyTests"),
        .testTarget(
            name: "TelegramEmulatorTests",
            dependencies: [
                "ChildProcess", "ControlSocket", "EmulatorCLI", "FilesystemModel", "MTProto", "SeededRandom", "TL",
                "TelegramEmulator",
                "TestDirectory", logging,
            ] + nio),
        .testTarget(
            name: "AgreementTests",
            dependencies: [
                "ChildProcess", "MTProto", "SeededRandom", "TL", "Telegram", "TelegramEmulator", "TestDirectory",
                logging,
            ] + nio,
            exclude: ["Clients"]),
        .testTarget(name: "MTProtoTests", dependencies: ["CIGE", "MTProto", "TL"]),
        .testTarget(
            name: "TelegramTests",
            dependencies: ["MTProto", "SeededRandom", "TL", "Telegram", "TestDirectory", logging]),
        .testTarget(name: "TLTests", dependencies: ["TL"]),
        .testTarget(
            name: "TelegramStorageTests",
            dependencies: [
                "DataPlane", "Filesystem", "FilesystemModel", "MTProto", "ObjectStorage", "ObjectStoreSuite", "TL",
                "Telegram", "TelegramEmulator", "TelegramStorage", "TestDirectory", "VolumeFixture", logging,
            ]),
        .testTarget(
            name: "CrashTests",
            dependencies: [
                "CLinux", "ChildProcess", "ControlSocket", "DirectoryStorage", "FilesystemModel", "ObjectStorage",
                "SegmentLog", "TestDirectory",
            ], cSettings: linux),
        .testTarget(
            name: "FuseAdapterTests",
            dependencies: [
                "CFuse", "CLinux", "ChildProcess", "DataPlane", "DiskSimulation", "Filesystem", "FilesystemModel",
                "FuseAdapter",
                "ObjectStorage", "ReferenceModel", "SeededRandom", "SegmentLog", "VolumeFixture", logging,
            ], cSettings: linux),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "ControlSocket", "Daemon", "DirectoryStorage", "FilesystemModel", "FuzzTargets", "Metadata",
                "ObjectStorage", "SeededRandom", "TestDirectory",
            ]),
        .testTarget(
            name: "StoreFaultTests",
            dependencies: [
                "FilesystemModel", "ObjectStorage", "ObjectStoreSuite", "StorageFormat", "Metadata", "DataPlane",
                "Filesystem", "VolumeFixture", logging,
            ]),
        .testTarget(
            name: "FilesystemTests",
            dependencies: [
                "DiskSimulation", "FilesystemModel", "ObjectStorage", "StorageFormat", "Metadata", "SegmentLog",
                "DataPlane", "Filesystem", "ReferenceModel", "SeededRandom", "VolumeFixture",
            ], cSettings: linux),
    ],
    swiftLanguageModes: [.v6]
)
