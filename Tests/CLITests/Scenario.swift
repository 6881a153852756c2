// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

/// Steps of the real programs against an emulated Telegram, with a volume in a channel mounted at `m`.
///
/// Each runs in a mount and process namespace of its own, which ends whatever it left behind.
enum Scenario {
    /// Where there should be everything, its absence is a failure.
    static let canRun: Bool = {
        if ProcessInfo.processInfo.environment["CI"] == "true" { return true }
        let canRun =
            geteuid() == 0 && access("/dev/fuse", R_OK | W_OK) == 0 && access("/usr/bin/unshare", X_OK) == 0
            && access("/usr/bin/jq", X_OK) == 0
        if !canRun { print("scenarios in Telegram are not tested: root, /dev/fuse, unshare or jq is missing") }
        return canRun
    }()

    /// Larger, for hours instead of minutes.
    static let isLong = ProcessInfo.processInfo.environment["GRAMFS_TEST_LONG"] != nil

    /// Runs `steps`, of which each must succeed, where the `files` are; gives what they print.
    @discardableResult
    static func run(_ steps: String, files: [String: String] = [:]) async throws -> String {
        let program = try Program()
        try program.write(preparation + steps, to: "steps")
        for (name, text) in files { try program.write(text, to: name) }
        let words = [
            "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "/bin/bash", "-eEuo", "pipefail",
            program.path + "/steps", Program.binary, EmulatorProcess.binary,
        ]
        let result = try await program.run(words, program: "/usr/bin/unshare")
        #expect(result.code == 0, "\(result.output)\(result.error)")
        return result.output
    }

    /// An emulator, a person who is logged in, and words for what follows.
    private static let preparation = #"""
        trap 'echo "failed: line $LINENO: $BASH_COMMAND" >&2; tail -n 20 s/v/*.log s/*.log >&2 2> /dev/null || true' ERR
        GRAMFS=$1 EMULATOR=$2
        # Volumes of the same names that others have mounted on this machine: gone from this namespace alone.
        awk '/ - fuse\.gramfs / { print $5 }' /proc/self/mountinfo | while read -r point; do umount -l "$point"; done
        export GRAMFS_API_ID=17 GRAMFS_API_HASH=0123456789abcdef0123456789abcdef
        export GRAMFS_TELEGRAM_SERVERS=$PWD/ready.json GRAMFS_PASSPHRASE=x

        gramfs() { "$GRAMFS" "$@"; }
        ctl() { "$EMULATOR" ctl --socket "$PWD/tg/control.sock" "$@"; }
        emulator() {
            mkfifo said
            "$EMULATOR" serve --state tg --ready-file ready.json --limits off > /dev/null 2> said &
            EMULATOR_PID=$!
            exec {SAID}< said
            rm said
            grep -m 1 -q Ready <&$SAID
            cat <&$SAID > /dev/null &
        }
        # Until a command succeeds, for a minute.
        until_true() {
            local n
            for n in $(seq 600); do "$@" && return; sleep 0.1; done
            echo "never true: $*" >&2
            return 1
        }
        state_is() { [ "$(gramfs --json status v | jq -r .state)" = "$1" ]; }
        messages() { ctl message.list "{\"chat\":$CHAT}"; }
        objects() { messages | jq -r '.[].text | select(startswith("gramfs object "))'; }
        no_object_twice() { [ -z "$(objects | sort | uniq -d)" ]; }
        fault() { ctl fault.add "$1" > /dev/null; }
        clean() {
            gramfs --json check v --read-data > checked
            jq -e '.ok and .complete' checked > /dev/null || { cat checked >&2; return 1; }
        }
        # Of this namespace, which holds no others.
        kill_gramfs() {
            kill -9 $(pgrep -f "^gramfs (mount|serve)")
            umount -l m
        }
        # The machine is lost: nothing but the account stays.
        lose_machine() {
            kill_gramfs
            rm -rf c s r
        }
        login() { gramfs login --phone +15550100 --code-file code > /dev/null 2>&1; }
        mount_v() { gramfs mount v "$PWD/m" -o "upload_after=1s${1:-}"; }
        # Mounted, and nothing of any file is on this machine.
        start_cold() {
            gramfs unmount v
            rm -rf s/v c/v.toml
            gramfs --json recover v --store "telegram:$CHAT" | jq -e .complete > /dev/null
            mount_v "${1:-}"
        }

        echo 12345 > code
        mkdir m
        emulator
        ctl user.add '{"phone":"+15550100","code":"12345"}' > /dev/null
        login
        gramfs --json format v --store telegram > formatted
        CHAT=$(jq -r '.store | ltrimstr("telegram:")' formatted)
        grep -q "store = \"telegram:$CHAT\"" c/v.toml
        mount_v

        """#
}
