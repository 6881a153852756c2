// SPDX-License-Identifier: MIT

import ChildProcess
import FilesystemModel
import Foundation
import Testing
import VolumeFixture

@testable import FuseAdapter

extension RealMountTests {
    /// Programs that rely on what a file system promises, before and after a remount. What is not installed here is
    /// left out.
    @Suite struct ProgramsTests {
        let mount: MountFixture

        init() async throws { mount = try await MountFixture() }

        @Test(.needsProgram("git")) func gitKeepsARepository() async throws {
            try run(
                mount.path,
                """
                git init -q r && cd r && git config user.name t && git config user.email t@example.org
                for i in 1 2 3; do
                    seq $i 3000 > numbers && mkdir -p d$i && echo $i > d$i/f && git add -A && git commit -qm "$i"
                done
                git mv d1 moved && git commit -qm moved && git gc -q && git fsck --strict
                """)
            let again = try await mount.remounted()
            let said = try run(again.path, "cd r && git fsck --strict && git status --short && git log --format=%s")
            #expect(said == "moved\n3\n2\n1\n")
        }

        @Test(.needsProgram("sqlite3"), arguments: ["wal", "delete", "truncate"])
        func sqliteKeepsADatabase(_ journal: String) async throws {
            try run(
                mount.path,
                """
                sqlite3 db 'PRAGMA journal_mode=\(journal); CREATE TABLE t(n INTEGER PRIMARY KEY, s BLOB)'
                fill() {
                    for n in 1 2 3 4 5 6 7 8 9 10; do
                        sqlite3 -cmd '.timeout 20000' db \
                            "INSERT INTO t(s) VALUES (randomblob($n * 397)); UPDATE t SET s = s || 'y' WHERE n % 7 = $n % 7"
                    done
                }
                fill & fill && wait $!
                """)
            let again = try await mount.remounted()
            let said = try run(again.path, "sqlite3 db 'PRAGMA integrity_check; SELECT count(*) FROM t'")
            #expect(said == "ok\n20\n")
        }

        @Test(.needsProgram("rsync")) func rsyncHasNothingToDoTheSecondTime() async throws {
            let source = try TemporaryDirectory()
            try run(source.path, Self.tree)
            try run(mount.path, "rsync -aHAX '\(source.path)/' copy/")
            let compare = "rsync -aHAXi --checksum --delete '\(source.path)/' copy/"
            #expect(try run(mount.path, compare) == "")
            let again = try await mount.remounted()
            #expect(try run(again.path, compare) == "")
        }

        @Test func tarTakesOutWhatItPutIn() async throws {
            let source = try TemporaryDirectory()
            try run(source.path, Self.tree)
            try run(mount.path, "mkdir copy && tar -C '\(source.path)' -cSf - . | tar -C copy -xpSf -")
            let again = try await mount.remounted()
            #expect(try run(again.path, "tar -C copy --compare -f <(tar -C '\(source.path)' -cf - .)") == "")
        }

        @Test(.needsProgram("git")) func gitClonesAndPushes() async throws {
            try run(
                mount.path,
                """
                git init -q --bare origin && git clone -q origin a 2> /dev/null && cd a
                git config user.name t && git config user.email t@example.org
                for i in $(seq 200); do mkdir -p d$((i % 9)) && seq $i $((i * 7)) > d$((i % 9))/$i; done
                ln -s d1/1 link && chmod +x d2/2 && git add -A && git commit -qm first && git push -q
                cd .. && git clone -q --no-hardlinks origin b && cd b && git config user.name t
                git config user.email t@example.org && git mv d3 moved && git rm -qr d4 && git commit -qam second
                git push -q && cd ../a && git pull -q && git repack -adq && git gc -q --aggressive --prune=now
                """)
            let again = try await mount.recovered()
            let said = try run(
                again.path,
                """
                for r in origin a b; do git -C $r fsck --strict; done
                git -C a status --short && git -C b status --short && diff -r --exclude=.git a b && git -C a log --format=%s
                """)
            #expect(said == "second\nfirst\n")
        }

        @Test(.needsProgram("cc"), .needsProgram("make")) func aCompilerBuildsAProject() async throws {
            try run(
                mount.path,
                """
                mkdir src && cd src
                for i in $(seq 30); do printf 'int f%d(int x) { return x + %d; }\\n' $i $i > f$i.c; done
                { for i in $(seq 30); do echo "int f$i(int);"; done; echo '#include <stdio.h>'
                  echo 'int main(void) { int x = 0;'; for i in $(seq 30); do echo "x = f$i(x);"; done
                  echo 'printf("%d\\n", x); return 0; }'; } > main.c
                printf 'objects := $(patsubst %%.c,%%.o,$(wildcard *.c))\\nsum: $(objects)\\n\\tcc -o $@ $^\\n' > Makefile
                make -sj4 CC=cc && [ "$(./sum)" = 465 ]
                """)
            let again = try await mount.remounted()
            // What is up to date stays so, and what is touched is built again.
            #expect(try run(again.path, "cd src && make -j2 CC=cc") == "make: 'sum' is up to date.\n")
            #expect(try run(again.path, "cd src && sed -i 's/+ 7/+ 8/' f7.c && make -s CC=cc && ./sum") == "466\n")
        }

        @Test(.needsRoot, .needsPostgreSQL) func postgreSQLKeepsItsAccountsThroughACrash() async throws {
            let mount = try await MountFixture { $0.allowsOther = true }
            try run(mount.path, "chmod 755 . && install -d -o postgres -g postgres pg")
            let script = """
                export PATH=\(PostgreSQL.programs ?? ""):$PATH && umask 077 && cd '\(mount("pg"))'
                sql() { "$1" -h "$PWD" -U p "${@:2}"; }
                start() {
                    pg_ctl -D data -w -l log -o "-k '$PWD' -c listen_addresses= -c shared_buffers=16MB" start > start
                }
                initdb -D data -U p -A trust > initdb && start
                sql pgbench -i -s 2 -q postgres > bench 2>&1 && sql pgbench -c 4 -t 500 -n postgres > bench 2>&1
                pg_ctl -D data -m immediate -w stop > stop && start
                sql psql -At postgres -c '
                    SELECT (SELECT sum(abalance) FROM pgbench_accounts) = (SELECT sum(delta) FROM pgbench_history),
                    (SELECT sum(tbalance) FROM pgbench_tellers) = (SELECT sum(bbalance) FROM pgbench_branches),
                    (SELECT count(*) FROM pgbench_history)'
                sql pg_amcheck --install-missing --heapallindexed postgres && pg_ctl -D data -w stop > stop
                """
            try script.write(toFile: mount("script"), atomically: false, encoding: .utf8)
            let said = try run(
                mount.path, "setpriv --reuid postgres --regid postgres --clear-groups bash -euo pipefail script")
            #expect(said == "t|t|2000\n")
        }

        /// Python's own tests of what touches files, with everything that they make on the mount.
        @Test(.needsPythonTests) func pythonsTestsPass() async throws {
            let tests = [
                "test_os", "test_posix", "test_shutil", "test_tempfile", "test_mailbox", "test_tarfile", "test_zipfile",
                "test_dbm", "test_glob", "test_fileio", "test_mmap", "test_pathlib", "test_fcntl", "test_posixpath",
                "test_filecmp",
            ]
            // They want to be sent signals, which threads of a pool block.
            let start = """
                import os, signal, sys
                signal.pthread_sigmask(signal.SIG_SETMASK, [])
                os.execv(sys.executable, [sys.executable, "-m", "test", "-q", "--tempdir", os.getcwd()] + sys.argv[1:])
                """
            try start.write(toFile: mount("start.py"), atomically: false, encoding: .utf8)
            try run(mount.path, "TMPDIR=$PWD /usr/bin/python3 start.py \(tests.joined(separator: " "))")
        }

        /// Something of every kind.
        private static let tree = """
            mkdir -p a/b 'with space' empty && seq 1 20000 > a/numbers && ln a/numbers a/b/hard && ln -s ../numbers a/b/soft
            : > zero && printf x > $'not \\xff utf-8' && mkfifo pipe && truncate -s 3M sparse && printf end >> sparse
            head -c 300000 /dev/urandom > 'with space/noise' && chmod 4750 a/numbers && chmod 1777 empty
            for i in $(seq 1 100); do echo $i > a/b/file$i; done
            touch -d '1999-12-31 23:59:59.123456789' 'with space/noise' && ln -s nowhere dangling
            setfattr -n user.note -v hello zero 2> /dev/null || true
            """
    }
}

enum PostgreSQL {
    /// Debian keeps them out of the way.
    static let programs: String? = (13...18).reversed().map { "/usr/lib/postgresql/\($0)/bin" }.first {
        access("\($0)/initdb", X_OK) == 0
    }
}

extension Trait where Self == ConditionTrait {
    private static var isLong: Bool { ProcessInfo.processInfo.environment["GRAMFS_TEST_LONG"] == "1" }

    static var needsPostgreSQL: Self {
        .enabled(if: isLong && PostgreSQL.programs != nil && getpwnam("postgres") != nil, "--long, with PostgreSQL")
    }

    static var needsPythonTests: Self {
        let path = "/usr/lib/python3.11/test/test_os.py"
        return .enabled(if: isLong && access(path, R_OK) == 0, "--long, with libpython3.11-testsuite")
    }

    static func needsProgram(_ name: String) -> Self {
        let isThere = ["/usr/bin", "/bin", "/usr/local/bin"].contains { access("\($0)/\(name)", X_OK) == 0 }
        if !isThere { print("a test is skipped: no \(name)") }
        return .enabled(if: isThere, "needs \(name)")
    }
}

struct ProgramFailure: Error {
    let status: Int32
    let said: String
}

/// What a script says; its failure is thrown with what it complained about.
@discardableResult
func run(_ directory: String, _ script: String) throws -> String {
    let ended = try ChildProcess.runBlocking(
        ["/bin/bash", "-euo", "pipefail", "-c", script],
        environment: ["PATH": "/usr/bin:/bin", "HOME": directory, "LC_ALL": "C"], directory: directory)
    guard ended.isSuccess else { throw ProgramFailure(status: ended.code, said: ended.output) }
    return ended.output
}
