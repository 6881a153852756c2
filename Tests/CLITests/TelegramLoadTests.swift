// SPDX-License-Identifier: MIT

import Testing

/// Invariants: through the mount of a volume in the emulated Telegram, many files cost few messages, a reader waits for one
/// round trip, and under every fault of the server or the network real programs end with what they wrote.
@Suite(.serialized, .timeLimit(.minutes(10)), .enabled(if: Scenario.canRun, "needs root and FUSE"))
struct TelegramLoadTests {
    @Test func aTreeOfTenThousandFilesCostsADozenMessages() async throws {
        try await Scenario.run(
            #"""
            python3 - tree <<'E'
            import os, random, sys
            chance = random.Random(1)
            for folder in range(100):
                place = f"{sys.argv[1]}/{folder % 10}/{folder}"
                os.makedirs(place)
                for file in range(100):
                    path = f"{place}/{file}.{chance.choice(['txt', 'c', 'jpeg'])}"
                    with open(path, "wb") as out: out.write(chance.randbytes(4096))
                    os.chmod(path, chance.choice([0o644, 0o600, 0o755]))
                    os.utime(path, ns=(chance.randrange(10**18), chance.randrange(10**18)))
                    if file == 7: os.link(path, f"{place}/linked")
                    if file == 8: os.symlink(path, f"{place}/points")
            E
            rsync -aH tree m/
            gramfs sync v
            sent() { ctl counters | jq '."messages.sendMedia" + (."messages.sendMessage" // 0)'; }
            [ "$(sent)" -lt 15 ]
            [ "$(messages | jq length)" -lt 15 ]
            no_object_twice
            # What `stats` says agrees with the server, which also got the root that `format` posted.
            asked=$(gramfs --json stats v | jq '.requests."messages.sendMedia"')
            [ "$asked" -gt 0 ] && [ "$asked" -lt "$(sent)" ]
            # Again it has nothing to do.
            same() { [ -z "$(rsync -aHci --dry-run tree m/)" ]; }
            same
            start_cold
            same
            clean
            """#)
    }

    /// Every answer to a request for bytes comes late: what a reader waits for is counted in these delays.
    @Test func aSeekIsOneRoundTripAway() async throws {
        try await Scenario.run(
            "MEBIBYTES=\(Scenario.isLong ? 1024 : 96)\n" + #"""
                head -c "${MEBIBYTES}M" /dev/urandom > film
                cp film m/
                gramfs sync v
                start_cold
                read_at() { dd if="$1" bs=4096 skip="$2" count="${3:-1}" status=none; }
                # In delays, rounded down.
                waited() { echo $((($(date +%s%N) - BEGUN) / (DELAY * 1000000000))); }
                DELAY=4
                fault "{\"kind\":\"delay_answer\",\"method\":\"upload.getFile\",\"count\":1000000,\"seconds\":$DELAY}"
                for place in 0 $((MEBIBYTES * 128 + 77)) $((MEBIBYTES * 256 - 1)) $((MEBIBYTES * 64 + 255)); do
                    BEGUN=$(date +%s%N)
                    read_at m/film $place > piece
                    [ "$(waited)" -eq 1 ] || { echo "block $place came after $(waited) round trips" >&2; false; }
                    read_at film $place | cmp - piece
                done
                # On from a seek: the distance doubles until the wire is full, instead of a round trip for each MiB.
                ctl fault.clear > /dev/null
                DELAY=2
                fault "{\"kind\":\"delay_answer\",\"method\":\"upload.getFile\",\"count\":1000000,\"seconds\":$DELAY}"
                place=$((MEBIBYTES * 64 + MEBIBYTES))
                BEGUN=$(date +%s%N)
                read_at m/film $place 12288 > piece
                [ "$(waited)" -le 12 ] || { echo "48 MiB took $(waited) round trips" >&2; false; }
                read_at film $place 12288 | cmp - piece
                ctl fault.clear > /dev/null
                cmp film m/film
                clean
                """#)
    }

    /// Programs write, rename, delete and read what is not here, while the fault strikes what they need.
    @Test func everyFaultUnderLoadEndsWithEqualFiles() async throws {
        try await Scenario.run(
            "ROUNDS=\(Scenario.isLong ? 5 : 1)\n" + #"""
                FILES="upload.saveFilePart upload.saveBigFilePart upload.getFile"
                OTHERS="messages.sendMedia messages.updatePinnedMessage channels.deleteMessages channels.getMessages
                    channels.getFullChannel messages.getHistory"
                # On each method, some requests into the load.
                on_each() {
                    local method
                    for method in $FILES; do fault "{\"kind\":\"$1\",\"method\":\"$method\",\"after\":3${2:-}}"; done
                    for method in $OTHERS; do fault "{\"kind\":\"$1\",\"method\":\"$method\"${2:-}}"; done
                }
                arm() {
                    case $1 in
                    clock_skew) fault '{"kind":"clock_skew","method":"upload.getFile","after":3,"seconds":1800}' ;;
                    bandwidth) fault '{"kind":"bandwidth","method":"upload.getFile","after":3,"bytes":1000000,"seconds":4}' ;;
                    unreachable) fault '{"kind":"unreachable","method":"upload.getFile","after":3,"seconds":4}' ;;
                    expired_reference) fault '{"kind":"expired_reference","method":"upload.getFile","after":3,"count":3}' ;;
                    migrate) fault '{"kind":"migrate","method":"upload.getFile","dc":3,"after":3}' ;;
                    flood_wait | flood_premium_wait | slowmode_wait | http_429 | delay_answer) on_each "$1" ',"seconds":1' ;;
                    *) on_each "$1" ',"count":2' ;;
                    esac
                }
                # In `after` of every fault: what is left of it in the server.
                left() { ctl fault.list | jq length; }

                write_large() { cp "source/$1/large" "m/$1/large"; }
                write_small() {
                    local n
                    for n in $(seq 60); do
                        cp "source/$1/small" "m/$1/$n.part"
                        mv "m/$1/$n.part" "m/$1/$n"
                    done
                    rm "m/$1/"*5
                }
                read_cold() { (cd m && sha256sum --quiet -c "../sums-$1"); }

                mkdir source
                BEFORE=first
                mkdir m/first
                head -c 9000000 /dev/urandom | tee m/first/large | sha256sum | sed 's#-#first/large#' > sums-first
                for round in $(seq $ROUNDS); do
                    for KIND in flood_wait flood_premium_wait slowmode_wait http_429 migrate drop_connection lose_answer \
                        delay_answer duplicate_answer bad_salt clock_skew expired_reference server_error bandwidth unreachable
                    do
                        gramfs unmount v
                        mount_v ,cache_size=1M
                        # Nothing but what the root is read with: the rest is asked for under the fault.
                        evicted() { [ "$(gramfs --json status v | jq .cached_bytes)" -le 2000000 ]; }
                        until_true evicted
                        folder=$KIND-$round
                        mkdir "source/$folder" "m/$folder"
                        head -c 12000000 /dev/urandom > "source/$folder/large"
                        head -c 4096 /dev/urandom > "source/$folder/small"
                        arm $KIND
                        armed=$(left)
                        write_large $folder & LARGE=$!
                        write_small $folder & SMALL=$!
                        read_cold $BEFORE & COLD=$!
                        for part in $LARGE $SMALL $COLD; do
                            wait $part || { echo "under $KIND" >&2; false; }
                        done
                        gramfs sync v --timeout 240s || { echo "no sync under $KIND" >&2; false; }
                        # Each fault struck something; a skew of the clock lasts until it is taken away.
                        [ $KIND = clock_skew ] || [ "$(left)" -lt "$armed" ] || { echo "$KIND struck nothing" >&2; false; }
                        ctl fault.clear > /dev/null
                        (cd m && sha256sum "$folder"/*) > "sums-$folder"
                        cmp "source/$folder/large" "m/$folder/large"
                        for n in 1 34 60; do cmp "source/$folder/small" "m/$folder/$n"; done
                        [ "$(ls "m/$folder" | wc -l)" -eq 55 ]
                        BEFORE=$folder
                    done
                done
                no_object_twice
                start_cold
                cat sums-* | (cd m && sha256sum --quiet -c)
                [ "$(find m -type f | wc -l)" -eq $((15 * ROUNDS * 55 + 1)) ]
                clean
                """#)
    }
}
