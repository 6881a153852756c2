// SPDX-License-Identifier: MIT

import Testing

@testable import Daemon

/// Invariants: XDG for users, the FHS for uid 0, and the environment of gramfs over both.
@Suite struct PlacesTests {
    @Test func usersFollowXDG() throws {
        let bare = try Places(environment: ["HOME": "/home/u"], user: 4_000_000)
        #expect(bare.configuration == "/home/u/.config/gramfs")
        #expect(bare.state == "/home/u/.local/state/gramfs")
        #expect(bare.runtime == "/tmp/gramfs-4000000")
        let set = try Places(
            environment: [
                "HOME": "/home/u", "XDG_CONFIG_HOME": "/c", "XDG_STATE_HOME": "/s", "XDG_RUNTIME_DIR": "/r",
            ], user: 1000)
        #expect(set == Places(configuration: "/c/gramfs", state: "/s/gramfs", runtime: "/r/gramfs"))
        let relative = try Places(environment: ["HOME": "/home/u", "XDG_STATE_HOME": "s"], user: 1000)
        #expect(relative.state == "/home/u/.local/state/gramfs", "the specification says to ignore relative paths")
    }

    @Test func rootFollowsTheHierarchyStandard() throws {
        let places = try Places(environment: ["HOME": "/root", "XDG_CONFIG_HOME": "/c"], user: 0)
        #expect(places == Places(configuration: "/etc/gramfs", state: "/var/lib/gramfs", runtime: "/run/gramfs"))
    }

    @Test(arguments: [0, 1000] as [UInt32])
    func ourOwnVariablesWin(user: UInt32) throws {
        let environment = [
            "GRAMFS_CONFIG_DIR": "/gc", "GRAMFS_STATE_DIR": "/gs", "GRAMFS_RUNTIME_DIR": "/gr", "XDG_CONFIG_HOME": "/c",
        ]
        let places = try Places(environment: environment, user: user)
        #expect(places == Places(configuration: "/gc", state: "/gs", runtime: "/gr"))
        let name = try VolumeName(parsing: "work")
        #expect(places.configurationFile(of: name) == "/gc/work.toml")
        #expect(places.stateDirectory(of: name) == "/gs/work")
        #expect(places.socket(of: name) == "/gr/work.sock")
    }

    @Test func aRelativeVariableOfOursIsRefused() {
        let failure = #expect(throws: Failure.self) { try Places(environment: ["GRAMFS_STATE_DIR": "s"], user: 0) }
        #expect(failure?.code == .usage && failure?.message.contains("GRAMFS_STATE_DIR") == true)
    }
}
