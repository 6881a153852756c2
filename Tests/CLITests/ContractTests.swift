// SPDX-License-Identifier: MIT

import Foundation
import Testing

@testable import CLI

/// Invariants: the session of `ControlSocket.docc` runs as it stands; `subscribe` tells of transfers, waits and links; no
/// peer of the socket hurts a mount; `--json` of every command has exactly the keys that the contract gives it.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: Scenario.canRun, "needs root and FUSE"))
struct ContractTests {
    /// What a volume of the session needs, in a directory.
    private static let work = #"""
        socket=$PWD/r/work.sock
        mkdir w
        gramfs format work --store "dir:$PWD/store" > /dev/null
        mount_w() { gramfs mount work "$PWD/w" -o upload_after=1s --serve 127.0.0.1:0 "$@" > /dev/null; }
        mount_w

        """#

    private static func page(_ path: String) throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        return try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func theSessionOfTheDocumentationRuns() async throws {
        let page = try Self.page("Sources/ControlSocket/ControlSocket.docc/ControlSocket.md")
        let section = try #require(page.components(separatedBy: "\n## A session\n").dropFirst().first)
        try await Scenario.run(
            Self.work + #"""
                head -c 300000 /dev/urandom > w/film.mp4
                python3 run.py session "$socket" "$PWD/w"
                """#,
            files: [
                "session": section.components(separatedBy: "\n## ")[0],
                // One shell for all, as at a terminal; an answer is a line, in which … is anything.
                "run.py": #"""
                import re, subprocess, sys
                text, socket, mount = open(sys.argv[1]).read(), sys.argv[2], sys.argv[3]
                lines = [line[4:] for line in text.splitlines() if line.startswith("    ")]
                commands = [line[2:].replace("/run/gramfs/work.sock", socket).replace("/mnt/work", mount)
                            for line in lines if line.startswith("$ ")]
                expected = [line for line in lines if line and not line.startswith("$ ")]
                done = subprocess.run(["bash", "-c", "\n".join(commands)], capture_output=True, text=True, timeout=120)
                got = done.stdout.splitlines()
                print(done.stdout, done.stderr)
                assert len(commands) >= 12 and len(got) == len(expected), (len(commands), len(got), len(expected))
                for answer, pattern in zip(got, expected):
                    assert re.fullmatch(".*".join(map(re.escape, pattern.split("…"))), answer), (answer, pattern)
                """#,
            ])
    }

    @Test func subscribersAreToldOfTransfersWaitsAndLinks() async throws {
        try await Scenario.run(
            #"""
            gramfs unmount v > /dev/null
            gramfs mount v "$PWD/m" -o upload_after=1s --serve 127.0.0.1:0 > /dev/null
            mkfifo ask
            socat - UNIX-CONNECT:r/v.sock < ask > heard &
            exec {ASK}> ask
            echo '{"jsonrpc":"2.0","id":1,"method":"subscribe"}' >&$ASK
            echo '{"jsonrpc":"2.0","id":2,"method":"status"}' >&$ASK
            heard() { jq -es --arg id "${2:-}" "any(.[].params.value; $1)" heard > /dev/null 2>&1; }
            answered() { jq -es 'any(.[]; .id == 2)' heard > /dev/null 2>&1; }
            until_true answered
            fault '{"kind":"flood_wait","method":"upload.saveFilePart","seconds":2}'
            fault '{"kind":"flood_wait","method":"upload.saveBigFilePart","seconds":2}'
            head -c 300000 /dev/urandom > m/film
            gramfs sync v > /dev/null
            until_true heard '.topic == "wait" and .event == "began" and (.lane | length) > 0 and (.reason | length) > 0 and (.until | length) > 0'
            until_true heard '.topic == "wait" and .event == "ended"'
            until_true heard '.topic == "transfer" and .event == "began" and .segment > 0 and .size > 0'
            until_true heard '.topic == "transfer" and .event == "ended"'
            gramfs --json share create m/film > shared
            curl -sf "$(jq -r .url shared)" > /dev/null
            curl -sf "$(jq -r .url shared)?download" | cmp - m/film
            of_share() { heard '.share == $id and .address == "127.0.0.1" and .event == "'"$1"'"' "$(jq -r .id shared)"; }
            until_true of_share opened
            until_true of_share downloaded
            """#)
    }

    @Test func noPeerHurtsAMount() async throws {
        try await Scenario.run(
            Self.work + #"""
                head -c 3000000 /dev/urandom > w/before
                gramfs sync work > /dev/null
                # Somebody opened it up: the kernel still says who connects.
                chmod 755 . r; chmod 666 r/work.sock
                python3 hostile.py "$socket" &
                hostile=$!
                while kill -0 $hostile 2> /dev/null; do
                    cp w/before w/after
                    cmp w/before w/after
                done
                wait $hostile
                gramfs --json status work | jq -e '.state == "mounted"' > /dev/null
                daemon=$(pgrep -f '^gramfs mount .*work ')
                [ "$(ls /proc/$daemon/fd | wc -l)" -lt 200 ]
                [ "$(awk '/VmRSS/ { print $2 }' /proc/$daemon/status)" -lt 400000 ]
                gramfs unmount work > /dev/null
                mount_w
                cmp w/before w/after
                """#,
            files: [
                "hostile.py": #"""
                import json, os, socket, sys
                path = sys.argv[1]
                def connect():
                    peer = socket.socket(socket.AF_UNIX)
                    peer.connect(path)
                    peer.settimeout(60)
                    return peer
                def lines(peer):
                    said = b""
                    try:
                        while part := peer.recv(65536): said += part
                    except ConnectionResetError: pass
                    return [json.loads(line) for line in said.splitlines()]
                def code(sent):
                    with connect() as peer:
                        try: peer.sendall(sent); peer.shutdown(socket.SHUT_WR)
                        except (BrokenPipeError, ConnectionResetError): pass
                        answers = lines(peer)
                        return answers[0]["error"]["code"] if answers else None
                # A million bytes without an end: told so, or cut off while it still writes.
                for _ in range(20): assert code(b"x" * 1_000_000) in (-32600, None)
                assert code(b"{]\n") == -32700 and code(b"\xff\xfe\n") == -32700
                assert code(b'{"jsonrpc":"2.0","id":1,"method":"rm"}\n') == -32601
                assert code(b'{"jsonrpc":"2.0","id":1,"method":"unmount","params":{"timeout_seconds":-1}}\n') == -32602
                assert code(b'{"jsonrpc":"2.0","id":1,"method":"key.remove","params":{"id":1}}\n') == -32602
                # Half a line for ever is ended by the server, after its 10 s.
                slow = [connect() for _ in range(30)]
                for peer in slow: peer.sendall(b'{"jsonrpc"')
                # A thousand connections: some are served, the others told so; none stays unanswered.
                crowd, refused = [], 0
                for _ in range(1000):
                    peer = connect()
                    try: peer.sendall(b'{"jsonrpc":"2.0","id":1,"method":"status"}\n')
                    except (BrokenPipeError, ConnectionResetError): pass
                    crowd.append(peer)
                for peer in crowd:
                    try: first = peer.recv(65536)
                    except ConnectionResetError: first = b""
                    if not first or b"-32099" in first: refused += 1
                assert 900 <= refused < 1000, refused
                for peer in crowd: peer.close()
                for peer in slow: assert lines(peer)[0]["error"]["code"] == -32600
                # One that asks and never reads.
                deaf = connect()
                deaf.sendall(b'{"jsonrpc":"2.0","id":1,"method":"status","params":{"watch":true}}\n')
                # Another user.
                child = os.fork()
                if child == 0:
                    os.setgid(65534); os.setuid(65534)
                    with connect() as peer: os._exit(0 if lines(peer)[0]["error"]["code"] == -32097 else 1)
                assert os.waitpid(child, 0)[1] == 0
                """#
            ])
    }

    /// What `--json` prints, by command: names of types, `|` between those that are possible, `?` behind a key that may be
    /// left out; `time` is RFC 3339 in UTC.
    private static let documents: [(command: String, document: String)] = [
        (
            "format n --store \"dir:$PWD/n\"",
            #"{"name":"string","volume_id":"hex","store":"string","format_version":"int","recovery_key":"string"}"#
        ),
        ("unmount work", unmounted),
        ("mount work \"$PWD/w\" -o upload_after=1s --serve 127.0.0.1:0", #"{"name":"string","mountpoint":"string"}"#),
        ("status work", status),
        ("status v", status),
        ("sync work", #"{"position":"position","seconds":"number"}"#),
        ("sync --local w/d/f", #"{"position":"position","seconds":"number"}"#),
        (
            "check work --read-data",
            #"{"ok":"bool","complete":"bool","segments_checked":"int","bytes_read":"int","problems":[]}"#
        ),
        ("repair work", #"{"repaired":[],"unrepairable":[],"complete":"bool"}"#),
        (
            "stats w/d",
            #"{"logical_bytes":"int","stored_bytes":"int","cached_bytes":"int","dirty_bytes":"int","files":"int","directories":"int","objects":"int","compression_ratio":"number|null","requests":"object","waits":[]}"#
        ),
        (
            "inspect w/d/f",
            #"{"path":"string","inode":"int","kind":"string","size":"int","links":"int","state":"string","position":"position|null","extents":[{"start":"int","length":"int","segment":"int","entry":"int","state":"string","object":"string|null","cached_bytes":"int"}]}"#
        ),
        ("encrypt off w/d", encryption), ("encrypt apply w/d --wait", encryption), ("encrypt on w/d", encryption),
        ("encrypt status w/d/f", encryption),
        ("key list work", #"{"keys":[\#(key)]}"#),
        ("key add work --new-passphrase-file strong", keyChange),
        ("key change 2 work", keyChange),
        ("key remove 3 work", keyChange),
        ("share create w/d/f --expires 1h --note n", #"{\#(share),"url":"string","token":"string"}"#),
        ("share create w/d --expires never --max-downloads 2", #"{\#(share),"url":"string","token":"string"}"#),
        ("share list work", #"{"shares":[{\#(standing)}]}"#),
        ("share info $(\"$GRAMFS\" --json share list work | jq -r '.shares[0].id') work", "{\(standing)}"),
        ("share revoke $(\"$GRAMFS\" --json share list work | jq -r '.shares[0].id') work", "{\(standing)}"),
        ("unmount v", unmounted),
        (
            "recover --list --store \"telegram:$CHAT\"",
            #"{"volumes":[{"volume_id":"hex","chat":"string|null","title":"string|null","position":"position|null","epoch":"int|null"}],"skipped":["string"]}"#
        ),
        (
            "recover n2 --store \"dir:$PWD/n\"",
            #"{"volume_id":"hex","position":"position","checkpoint":"position|null","segments_expected":"int","segments_read":"int","complete":"bool","files":"int","directories":"int","bytes":"int","missing":[]}"#
        ),
        ("login status", login), ("login --phone +15550100 --code-file code", login), ("logout", login),
    ]

    private static let status =
        #"{"name":"string","volume_id":"hex","mountpoint":"string|null","state":"string","dirty_bytes":"int","queued_bytes":"int","queued_segments":"int","uploading":[{"segment":"int","sent":"int","size":"int"}],"stored_bytes":"int","stored_segments":"int","cached_bytes":"int","cache_limit":"int|null","position":"position","stored_position":"position","epoch":"int","waits":[{"lane":"string","reason":"string","until":"time|null"}],"account":"string|null","last_error":"null"}"#
    private static let unmounted =
        #"{"name":"string","position":"position","stored_position":"position","queued_bytes":"int","loss_reason":"string|null","stop_reason":"string|null","seconds":"number"}"#
    private static let encryption =
        #"{"path":"string","policy":"string","sealed_bytes":"int","plain_bytes":"int","leftover_plain_bytes":"int","apply":"null"}"#
    private static let key =
        #"{"id":"int","name":"string","kind":"string","created_at":"time","scrypt":{"n":"int","r":"int","p":"int","memory_bytes":"int"}}"#
        .replacing(#""scrypt":{"#, with: #""scrypt":{"null?":"null","#)
    private static let keyChange = #"{"id":"int","recovery_key":"string|null","keys":[\#(key)]}"#
    private static let share =
        #""id":"string","path":"string","kind":"string","created_at":"time","expires_at":"time|null","max_downloads":"int|null","live":"bool""#
    private static let standing =
        share
        + #","url":"null","token":"null","downloads":"int","state":"string","password":"bool","note":"string""#
    private static let login =
        #"{"account":"string","state":"string","user_id":"int|null","bot":"bool|null","dc":"int|null","code":"null","password_hint":"null"}"#

    @Test func everyCommandPrintsItsDocument() async throws {
        // Without a document: what waits in the foreground, and what a shell reads.
        let covered = Set(Self.documents.compactMap { $0.command.split(separator: " ").first.map(String.init) })
        #expect(covered.union(["serve", "completion"]) == Set(Gramfs.commandNames))
        let steps = Self.documents.map { command, document in
            """
            "$GRAMFS" --json \(command) > out || { cat out >&2; false; }
            fits '\(document)' || { echo 'of \(command.replacing("'", with: ""))' >&2; cat out >&2; false; }

            """
        }
        try await Scenario.run(
            Self.work + #"""
                fits() { [ "$(wc -l < out)" -eq 1 ] && jq -e --argjson shape "$1" -f fits.jq out > /dev/null; }
                refused() {
                    local code=0
                    gramfs --json "${@:3}" > out 2> error || code=$?
                    [ $code -eq "$1" ] && [ ! -s out ] && [ "$(wc -l < error)" -eq 1 ]
                    jq -e --arg word "$2" '.error.code == $word and (.error | keys == ["code","hint","message"])' error > /dev/null
                }
                mkdir w/d
                head -c 300000 /dev/urandom > w/d/f
                gramfs sync work > /dev/null
                printf "battery staple" > strong
                """# + "\n" + steps.joined()
                    + #"""
                    # Watching is one object a line.
                    timeout 3 "$GRAMFS" --json status work --watch > watched || [ $? -eq 124 ]
                    head -n 1 watched > out
                    fits '\#(Self.status)'
                    # A path that is not UTF-8 is there exactly, too.
                    name=$(printf 'w/d/\377')
                    echo x > "$name"
                    "$GRAMFS" --json inspect "$name" | jq -e '.path_base64 == "ZC//"' > /dev/null
                    # What is wrong is told with what is known of it, and so is what was mended; mounted or not.
                    gramfs sync work > /dev/null
                    problem='{"kind":"string","segment":"int|null","object":"string|null","path":"string|null","message":"string"}'
                    lose_object() { rm "$(find store -type f -size +100k | head -n 1)"; }
                    lose_object
                    ends_with_3() { local code=0; "$@" > out || code=$?; [ $code -eq 3 ]; }
                    ends_with_3 gramfs --json check work
                    fits '{"ok":"bool","complete":"bool","segments_checked":"int","bytes_read":"int","problems":['"$problem"']}'
                    jq -e '.ok == false and .problems[0].kind == "missing"' out > /dev/null
                    gramfs --json repair work > out
                    fits '{"repaired":['"$problem"'],"unrepairable":[],"complete":"bool"}'
                    jq -e '.repaired | length > 0' out > /dev/null
                    gramfs unmount work > /dev/null
                    lose_object
                    ends_with_3 gramfs --json check work
                    fits '{"ok":"bool","complete":"bool","segments_checked":"int","bytes_read":"int","problems":['"$problem"']}'
                    gramfs --json repair work > out
                    fits '{"repaired":['"$problem"'],"unrepairable":[],"complete":"bool"}'
                    gramfs --json key list work > out
                    fits '{"keys":[\#(Self.key)]}'
                    gramfs --json key change 1 work --new-passphrase-file strong > out
                    fits '\#(Self.keyChange)'
                    GRAMFS_PASSPHRASE_FILE=$PWD/strong mount_w
                    refused 10 no_such_volume status nowhere
                    refused 4 not_mounted status n
                    refused 1 no_such_path inspect w/nothing
                    refused 1 no_such_share share info aaaaaaaa work
                    refused 1 no_such_key key remove 9 work
                    refused 12 passphrase key remove 2 work --passphrase-file code
                    refused 2 usage status --no-such-option
                    """#,
            files: [
                "fits.jq": #"""
                def kind: if type == "boolean" then "bool" else type end;
                def is($name):
                    if $name == "int" then type == "number" and . == floor
                    elif $name == "number" then type == "number"
                    elif $name == "hex" then type == "string" and test("^[0-9a-f]{32}$")
                    elif $name == "position" then type == "string" and test("^[0-9]+\\.[0-9]+$")
                    elif $name == "time" then type == "string" and test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(\\.[0-9]+)?Z$")
                    else kind == $name end;
                def fits($shape):
                    . as $value
                    | if ($shape | type) == "object" then
                        ($value == null and ($shape | has("null?")))
                        or (($value | type) == "object" and ($value | keys) == ($shape | del(.["null?"]) | keys)
                            and all($value | keys[]; . as $key | $value[$key] | fits($shape[$key])))
                      elif ($shape | type) == "array" then
                        ($value | type) == "array" and (if $shape == [] then $value == [] else all($value[]; fits($shape[0])) end)
                      else any($shape | split("|")[]; . as $name | $value | is($name)) end;
                fits($shape)
                """#
            ])
    }
}
