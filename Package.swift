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
    products: [.executable(name: "gramfs", targets: ["CLI"])],
    dependencies: [
        // The one logging face of the Swift server packages.
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        // Sockets with back-pressure for the control socket, and later for every connection to the outside.
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        // Signals as an asynchronous sequence: the daemon ends in order on SIGTERM and SIGINT.
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        // Configuration that people write by hand, with errors that name the line.
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        // Grammar, help and shell completion from one declaration of each command.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        // Level 0
        .systemLibrary(name: "CLinux"),

        // Level 1
        .target(name: "FilesystemModel", cSettings: linux),
        .target(name: "ObjectStorage", dependencies: [logging], cSettings: linux),

        // Level 5
        .target(name: "ControlSocket", dependencies: ["FilesystemModel"] + nio, cSettings: linux),

        // Level 6
        .target(
            name: "Daemon",
            dependencies: [
                "CLinux", "ControlSocket", "FilesystemModel", "ObjectStorage", "TOMLKit", logging,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ], cSettings: linux),

        // Level 7
        .executableTarget(
            name: "CLI",
            dependencies: [
                "ControlSocket", "Daemon", "FilesystemModel", logging,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], cSettings: linux),

        // Beside the levels
        .target(name: "TestDirectory", path: "Tests/TestDirectory"),
        .testTarget(
            name: "ControlSocketTests", dependencies: ["ControlSocket", "FilesystemModel", "TestDirectory"] + nio,
            cSettings: linux),
        .testTarget(
            name: "DaemonTests",
            dependencies: ["ControlSocket", "Daemon", "FilesystemModel", "ObjectStorage", "TestDirectory", logging],
            cSettings: linux),
        .testTarget(
            name: "CLITests", dependencies: ["CLI", "ControlSocket", "Daemon", "FilesystemModel", "TestDirectory"]),
        .testTarget(name: "TidyTests"),
    ],
    swiftLanguageModes: [.v6]
)
