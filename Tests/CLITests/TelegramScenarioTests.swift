// SPDX-License-Identifier: MIT

import Testing

/// Invariants: a volume in a channel of the emulated Telegram, used through the kernel by the real programs, comes through
/// whatever the server, the network, the account or the machine does, with nothing lost and no message twice.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: Scenario.canRun, "needs root and FUSE"))
struct TelegramScenarioTests {
    @Test func aKillDuringAnUploadLosesAndDoublesNothing() async throws {
        try await Scenario.run(
            #"""
            head -c 24000000 /dev/urandom > m/large
            sync m/large
            sha256sum < m/large > before
            fault '{"kind":"bandwidth","bytes":4000000}'
            # Parts are on their way.
            uploading() { [ "$(gramfs --json status v | jq '[.uploading[].sent] | add // 0')" -gt 0 ]; }
            until_true uploading
            kill_gramfs
            ctl fault.clear > /dev/null
            # And once more where the message is there and its answer is not; the first is the root, of who writes now.
            fault '{"kind":"lose_answer","method":"messages.sendMedia","after":1,"count":1000}'
            mount_v
            sha256sum < m/large | cmp - before
            posted() { [ "$(objects | wc -l)" -ge 1 ]; }
            until_true posted
            kill_gramfs
            ctl fault.clear > /dev/null
            mount_v
            gramfs sync v
            sha256sum < m/large | cmp - before
            no_object_twice
            clean
            """#)
    }

    @Test func serverAndNetworkMayGoAndComeBack() async throws {
        try await Scenario.run(
            #"""
            head -c 3000000 /dev/urandom > m/a
            gramfs sync v
            sha256sum < m/a > before
            fault '{"kind":"unreachable"}'
            head -c 2000000 /dev/urandom > m/b
            sync m/b
            offline() { state_is offline; }
            until_true offline
            gramfs --json status v > status
            jq -e '.last_error.code == "unreachable" and (.last_error.time | length) > 0' status > /dev/null
            jq -e '.last_error.message | length > 0' status > /dev/null
            jq -e '.queued_bytes + .dirty_bytes > 2000000' status > /dev/null
            # What is here is read and written on.
            sha256sum < m/a | cmp - before
            echo more > m/c
            ctl fault.clear > /dev/null
            gramfs sync v --timeout 120s
            state_is mounted
            kill "$EMULATOR_PID"
            wait "$EMULATOR_PID" || true
            head -c 2000000 /dev/urandom > m/d
            sha256sum < m/a | cmp - before
            emulator
            gramfs sync v --timeout 120s
            no_object_twice
            clean
            """#)
    }

    @Test func aRevokedSessionIsHealedByALoginBelowTheMount() async throws {
        try await Scenario.run(
            #"""
            head -c 3000000 /dev/urandom > m/a
            gramfs sync v
            sha256sum < m/a > before
            ctl session.revoke '{"user":"15550100"}' > /dev/null
            echo new > m/b
            logged_out() { state_is logged_out; }
            until_true logged_out
            sha256sum < m/a | cmp - before
            echo newer > m/c
            login
            gramfs sync v --timeout 180s
            state_is mounted
            [ "$(cat m/b m/c)" = "new
            newer" ]
            no_object_twice
            clean
            """#)
    }

    @Test func whatHappensToAMessageIsNamedByCheck() async throws {
        try await Scenario.run(
            #"""
            for n in 1 2 3; do head -c 300000 /dev/urandom > m/$n; gramfs sync v; done
            clean
            ids=($(messages | jq -r '.[] | select(.text | startswith("gramfs object ")) | select(.document.size > 200000) | .id'))
            [ ${#ids[@]} -eq 3 ]
            ctl message.edit "{\"chat\":$CHAT,\"id\":${ids[0]},\"text\":\"what is this\"}" > /dev/null
            clean
            # One is deleted, one shows another's document.
            ctl message.delete "{\"chat\":$CHAT,\"id\":${ids[1]}}" > /dev/null
            ctl message.edit "{\"chat\":$CHAT,\"id\":${ids[2]},\"document_of\":${ids[0]}}" > /dev/null
            code=0
            gramfs --json check v > checked || code=$?
            [ $code -eq 3 ]
            jq -e '[.problems[] | select(.path != null) | [.kind, .path]] | sort == [["damaged", "3"], ["missing", "2"]]' \
                checked > /dev/null || { cat checked >&2; false; }
            # This machine has both whole, and puts them again.
            gramfs --json repair v | jq -e '.unrepairable == []' > /dev/null
            clean
            start_cold
            clean
            """#)
    }

    @Test func aLostMachineIsRecoveredWithTheAccountAndThePassphrase() async throws {
        try await Scenario.run(
            #"""
            mkdir -p m/d/e
            head -c 5000000 /dev/urandom > m/d/e/f
            ln -s e/f m/d/link
            gramfs sync v
            (cd m && find . -type f -print0 | xargs -0 sha256sum) > before
            lose_machine
            refused() { ! "$@" > /dev/null 2> said_no; }
            refused gramfs recover v --store telegram
            grep -q "gramfs login" said_no
            login
            gramfs --json recover --list --store telegram > list
            jq -e --arg chat "$CHAT" '.volumes | length == 1 and .[0].chat == $chat and .[0].title == "v"' list > /dev/null
            # Only the key tells the rest.
            jq -e '.volumes[0] | .epoch >= 1 and (.position | test("^[0-9]+[.][0-9]+$"))' list > /dev/null
            (unset GRAMFS_PASSPHRASE && gramfs --json recover --list --store telegram) > list
            jq -e '.volumes[0] | .epoch == null and .position == null and .title == "v"' list > /dev/null
            gramfs --json recover v --store telegram > recovered
            jq -e '.complete and .files == 2 and .missing == []' recovered > /dev/null
            # Or by the link that invites to the channel.
            link=$(ctl channel.list | jq -r '.[0].invitation')
            gramfs --json recover --list --store "telegram:$link" | jq -e '.volumes | length == 1' > /dev/null
            rm -rf s/v c/v.toml
            gramfs --json recover v --store "telegram:$link" | jq -e '.complete and .files == 2' > /dev/null
            grep -q "store = \"telegram:$CHAT\"" c/v.toml
            mount_v
            (cd m && find . -type f -print0 | xargs -0 sha256sum) | cmp - before
            [ "$(readlink m/d/link)" = e/f ]
            clean
            echo two > m/two
            gramfs sync v

            # As a bot, which is told the channel.
            lose_machine
            token=$(ctl bot.add '{"name":"keeper"}' | jq -r .)
            ctl channel.admit "{\"chat\":$CHAT,\"user\":${token%%:*}}" > /dev/null
            echo "$token" > token
            gramfs login --bot-token-file token > /dev/null 2>&1
            refused gramfs recover v --store telegram
            grep -q "A bot can neither" said_no
            gramfs --json recover --list --store "telegram:$CHAT" | jq -e '.volumes | length == 1' > /dev/null
            gramfs --json recover v --store "telegram:$CHAT" | jq -e '.complete and .files == 3' > /dev/null
            mount_v
            [ "$(cat m/two)" = two ]
            sha256sum < m/d/e/f | cut -d' ' -f1 | grep -q -f - before
            echo three > m/three
            gramfs sync v
            no_object_twice
            clean
            gramfs unmount v
            """#)
    }

    /// Somebody switches auto-delete on: what is posted from then on would vanish.
    @Test func autoDeleteIsSwitchedOffBeforeAnythingIsPosted() async throws {
        try await Scenario.run(
            #"""
            auto_delete() { ctl channel.list | jq -r '.[0].auto_delete'; }
            on() { ctl channel.auto_delete "{\"chat\":$CHAT,\"seconds\":86400}" > /dev/null; }
            is_off() { [ "$(auto_delete)" = null ]; }
            is_off
            gramfs unmount v
            on
            [ "$(auto_delete)" = 86400 ]
            mount_v
            until_true is_off
            grep -q "Auto-delete was switched on" s/v/gramfs.log
            # Whoever opens it anew does, too.
            gramfs unmount v
            rm -rf s/v c/v.toml
            on
            gramfs --json recover v --store "telegram:$CHAT" | jq -e .complete > /dev/null
            is_off
            mount_v
            echo kept > m/a
            gramfs sync v
            is_off
            clean
            """#)
    }

    @Test func aFormatSaysWhatIsMissing() async throws {
        try await Scenario.run(
            #"""
            gramfs unmount v
            fails() {
                local code=0
                gramfs --json "${@:3}" > out 2> failure || code=$?
                [ $code -eq "$1" ] && jq -e --arg code "$2" '.error.code == $code' failure > /dev/null || { cat failure >&2; return 1; }
            }
            fails 1 exists format w --store "telegram:$CHAT"
            fails 10 no_such_volume format w --store telegram:-1009999999999
            fails 2 usage format w --store telegram:@name
            fails 10 no_such_volume format w --store telegram:https://t.me/+nowhere
            fails 1 exists format w --store "telegram:$(ctl channel.list | jq -r '.[0].invitation')"
            fails 2 usage format w --store "telegram:$CHAT,$CHAT"
            fails 13 not_logged_in format w --store telegram --account other
            [ "$(ctl channel.list | jq length)" -eq 1 ]
            gramfs format w --store telegram > /dev/null
            [ "$(ctl channel.list | jq length)" -eq 2 ]
            """#)
    }
}
