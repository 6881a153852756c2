// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// Invariants: links of a mounted volume lead to what they always led to, after a kill and on another machine; a link that
/// is withdrawn gives nothing more, also to whoever is in the middle of it.
@Suite(.serialized, .timeLimit(.minutes(60)), .enabled(if: Scenario.canRun, "needs root and FUSE"))
struct ShareScenarioTests {
    /// Links are asked for by their token, since the port is another one after each mount.
    private static let words = #"""
        mount_served() {
            gramfs mount v "$PWD/m" -o upload_after=1s --serve 127.0.0.1:0 > /dev/null
            BASE=$(gramfs --json share create m --expires 1m | jq -r '.url | sub("/s/.*"; "")')
        }
        share() { gramfs --json share create "$@" | tee made | jq -r .token; jq -r .id made > id; }
        code() { curl -s -o /dev/null -w '%{http_code}' "$BASE/s/$1" "${@:2}"; }
        is() { [ "$1" = "$2" ] || { echo "$1, not $2" >&2; return 1; }; }
        # In the background, slowly enough to be met in the middle of it.
        begin_download() {
            rm -f part
            curl -s --limit-rate 2M -o part "$BASE/s/$1/raw" &
            DOWNLOAD=$!
            begun() { [ -s part ] && [ "$(stat -c %s part)" -gt 1000000 ]; }
            until_true begun
        }
        broke_off() { local code=0; wait $DOWNLOAD || code=$?; [ $code -ne 0 ] && [ "$(stat -c %s part)" -lt 20000000 ]; }

        """#

    @Test func linksOutliveAKillAndTheMachine() async throws {
        try await Scenario.run(
            Self.words + #"""
                gramfs unmount v > /dev/null
                mount_served
                head -c 20000000 /dev/urandom > film
                mkdir -p m/d/e
                cp film m/film
                head -c 300000 /dev/urandom > m/d/e/x
                echo secret > password
                film=$(share m/film)
                folder=$(share m/d --password-file password); folder_id=$(cat id)
                limited=$(share m/d/e/x --max-downloads 2); limited_id=$(cat id)
                ended=$(share m/film); gramfs share revoke "$(cat id)" v > /dev/null
                # The link is the file as it was, wherever it goes; another of its name is not shared.
                mv m/film m/d/film
                echo other > m/film
                is "$(curl -s "$BASE/s/$limited/raw" | sha256sum)" "$(sha256sum < m/d/e/x)"
                links_hold() {
                    curl -s "$BASE/s/$film/raw" | cmp - film
                    curl -s -r 5000000-5099999 "$BASE/s/$film/raw" | cmp - <(tail -c +5000001 film | head -c 100000)
                    is "$(code "$folder/raw/e/x")" 401
                    is "$(code "$folder/raw/e/x" -u a:wrong)" 401
                    curl -s -u a:secret "$BASE/s/$folder/raw/e/x" | cmp - m/d/e/x
                    rm -rf d d.zip
                    curl -s -u a:secret -o d.zip "$BASE/s/$folder/zip"
                    unzip -q d.zip
                    diff -r d m/d
                    is "$(code "$ended/raw")" 410
                    gramfs --json share info "$folder_id" v | jq -e '.state == "active" and .password and .path == "d"' > /dev/null
                    gramfs --json share info "$limited_id" v | jq -e '.downloads == 1 and .max_downloads == 2' > /dev/null
                }
                links_hold
                begin_download "$film"
                kill_gramfs
                broke_off
                mount_served
                curl -s -C - -o part "$BASE/s/$film/raw"
                cmp part film
                links_hold
                gramfs sync v > /dev/null
                lose_machine
                login
                gramfs recover v --store telegram > /dev/null
                mount_served
                links_hold
                curl -s -o x "$BASE/s/$limited/raw"
                cmp x m/d/e/x
                is "$(code "$limited/raw")" 410
                clean
                """#)
    }

    @Test func withdrawingALinkBreaksItOff() async throws {
        try await Scenario.run(
            Self.words + #"""
                gramfs unmount v > /dev/null
                mount_served
                mkdir m/d
                head -c 20000000 /dev/urandom > m/d/film
                gramfs sync v > /dev/null
                film=$(share m/d/film); film_id=$(cat id)
                begin_download "$film"
                gramfs share revoke "$film_id" v > /dev/null
                broke_off
                is "$(code "$film")" 410
                folder=$(share m/d)
                begin_download "$folder/raw/film?x="
                rm -r m/d
                broke_off
                is "$(code "$folder")" 410
                gramfs --json share list v | jq -e 'all(.shares[]; .downloads == 0)' > /dev/null
                """#)
    }

    /// More connections than the shell allows descriptors, and segments that want theirs.
    @Test func strangersTakeNoDescriptorsFromTheMount() async throws {
        try await Scenario.run(
            Self.words + #"""
                gramfs unmount v > /dev/null
                ulimit -Sn 128
                mount_served
                port=${BASE##*:}
                python3 strangers.py "$port" 400 > strangers &
                strangers=$!
                held() { [ -s strangers ]; }
                until_true held
                for n in $(seq 5); do echo "$n" > m/$n; gramfs sync v > /dev/null; done
                is "$(cat m/1 m/5)" "$(printf '1\n5')"
                is "$(code "$(share m/5)/raw")" 200
                kill $strangers
                clean
                """#,
            files: [
                "strangers.py": #"""
                import resource, signal, socket, sys
                resource.setrlimit(resource.RLIMIT_NOFILE, (1024, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
                held = [socket.create_connection(("127.0.0.1", int(sys.argv[1]))) for _ in range(int(sys.argv[2]))]
                print(len(held), flush=True)
                signal.pause()
                """#
            ])
    }

    @Test func twentyDownloadsGoOnWhileRsyncWrites() async throws {
        try await Scenario.run(
            Self.words + #"""
                gramfs unmount v > /dev/null
                mount_served
                mkdir source m/shared
                for n in $(seq 20); do head -c 3000000 /dev/urandom > m/shared/$n; sha256sum < m/shared/$n > sum.$n; done
                for n in $(seq 300); do head -c 20000 /dev/urandom > source/$n; done
                for n in $(seq 20); do share m/shared/$n > token.$n; done
                downloads=()
                for n in $(seq 20); do
                    curl -sf --limit-rate 1500k "$BASE/s/$(cat token.$n)/raw" | sha256sum | cmp - sum.$n &
                    downloads+=($!)
                done
                rsync -a source/ m/target/
                # What is shared is written over meanwhile, too.
                rsync -a --inplace source/ m/shared/
                for download in "${downloads[@]}"; do wait "$download"; done
                diff -r source m/target
                gramfs --json share list v | jq -e '[.shares[] | select(.kind == "file") | .downloads] == [range(20) | 1]' > /dev/null
                clean
                """#)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["GRAMFS_TEST_LONG"] != nil))
    func aFolderOfFiveGibibytesComesWholeInConstantMemory() async throws {
        let output = try await Scenario.run(
            #"""
            mkdir w
            gramfs format work --store "dir:$PWD/store" > /dev/null
            gramfs mount work "$PWD/w" -o upload_after=1s --serve 127.0.0.1:0 > /dev/null
            mkdir -p w/d/ü
            python3 fill.py w/d/large 4400 w/d/ü/small 700 w/d/tiny 20 > sums
            gramfs sync work > /dev/null
            daemon=$(pgrep -f '^gramfs mount .*work ')
            resident() { awk '/VmRSS/ { print $2 }' "/proc/$daemon/status"; }
            url=$(gramfs share create w/d)
            before=$(resident)
            curl -s -o d.zip "$url/zip" &
            download=$!
            most=$before
            while kill -0 $download 2> /dev/null; do
                now=$(resident)
                [ "$now" -le "$most" ] || most=$now
                sleep 0.2
            done
            wait $download
            echo "before $before KiB, at most $most KiB, $(stat -c %s d.zip) bytes"
            [ $((most - before)) -lt 100000 ]
            unzip -tqq d.zip
            python3 sums.py d.zip | diff sums -
            """#,
            files: [
                "fill.py": #"""
                import hashlib, random, sys
                block = bytearray(random.Random(3).randbytes(1 << 20))
                for name, blocks in zip(sys.argv[1::2], sys.argv[2::2]):
                    seen = hashlib.sha256()
                    with open(name, "wb") as file:
                        for number in range(int(blocks)):
                            block[:8] = number.to_bytes(8, "little")
                            file.write(block)
                            seen.update(block)
                    print(name[2:], seen.hexdigest())
                """#,
                "sums.py": #"""
                import hashlib, sys, zipfile
                archive = zipfile.ZipFile(sys.argv[1])
                names = [name for name in archive.namelist() if not name.endswith("/")]
                for name in sorted(names, key=lambda name: ["large", "small", "tiny"].index(name.split("/")[-1])):
                    seen = hashlib.sha256()
                    with archive.open(name) as file:
                        while part := file.read(1 << 20): seen.update(part)
                    print(name, seen.hexdigest())
                """#,
            ])
        print(output)
    }
}
