// SPDX-License-Identifier: MIT

import Foundation
import Glibc
import Testing

enum OrdinaryUser {
    static let canMount: Bool = {
        guard geteuid() == 0, access("/dev/fuse", R_OK | W_OK) == 0, getpwnam("nobody") != nil else { return false }
        let programs = ["/usr/bin/unshare", "/usr/bin/setpriv", "/usr/bin/fusermount3"]
        let canMount = programs.allSatisfy { access($0, X_OK) == 0 }
        if !canMount { print("mounting as an ordinary user is not tested: one of \(programs) is missing") }
        return canMount
    }()
}

/// Somebody who is not root mounts, uses and unmounts a volume with the helper of libfuse: for real, in a mount namespace
/// whose `/dev/fuse` is open for everybody, as distributions have it.
@Suite(.timeLimit(.minutes(10)), .enabled(if: OrdinaryUser.canMount, "needs root, FUSE and fusermount3"))
struct OrdinaryUserTests {
    /// Runs `steps`, of which each must succeed, as root in a world of its own; `user` runs more as somebody else.
    private func run(_ steps: String) async throws {
        let program = try Program()
        try program.write(Self.preparation + steps, to: "steps")
        let words = [
            "--mount", "--pid", "--fork", "--mount-proc", "--kill-child", "/bin/bash", "-eEuo", "pipefail",
            program.path + "/steps", Program.binary,
        ]
        let result = try await program.run(words, program: "/usr/bin/unshare")
        #expect(result.code == 0, "\(result.output)\(result.error)")
    }

    private static let preparation = """
        trap 'echo "failed: line $LINENO: $BASH_COMMAND" >&2' ERR
        umask 022
        chmod 755 .
        mknod fuse c 10 229 && chmod 666 fuse && mount --bind fuse /dev/fuse
        cp "$1" gramfs
        install -d -o nobody -g nogroup home home/mnt && install -d -m 700 -o nobody -g nogroup home/run
        user() {
            setpriv --reuid "$1" --regid nogroup --clear-groups env -i PATH=/usr/bin:/bin:"$PWD" HOME="$PWD/home" \\
                XDG_RUNTIME_DIR="$PWD/home/run" GRAMFS_PASSPHRASE=x /bin/bash -eEuo pipefail -c "
                    trap 'echo \\"failed: \\$BASH_COMMAND\\" >&2' ERR
                    refused() { ! \\"\\$@\\" 2> /dev/null || { echo \\"not refused: \\$*\\" >&2; return 1; }; }
                    cd '$PWD/home'; $2"
        }

        """

    @Test func aUserMountsWorksAndUnmounts() async throws {
        try await run(
            """
            user nobody '
                gramfs format work --store dir:$HOME/store -q > sheet
                gramfs mount work mnt
                [ -f .config/gramfs/work.toml ]
                [ -f .local/state/gramfs/work/index.sqlite ]
                [ "$(stat -c "%a %U" run/gramfs/work.sock)" = "600 nobody" ]
                [ "$(stat -c "%U %a" mnt)" = "nobody 755" ]
                echo content > mnt/f && mkdir mnt/d && mv mnt/f mnt/d/f && ln mnt/d/f mnt/g && chmod 600 mnt/g
                setfacl -m u:0:r mnt/d/f && setfattr -n user.a -v b mnt/d/f
                refused chown root mnt/d/f
                refused mknod mnt/device c 1 3
                cd mnt && refused gramfs unmount work && cd ..
                gramfs sync work && gramfs unmount work
                refused mountpoint -q mnt
                refused gramfs mount work mnt -o allow_other
                gramfs mount work mnt
                [ "$(cat mnt/g)" = content ] && getfacl -cn mnt/g | grep -q "^user:0:r--"
                echo more > mnt/h
            '
            # Not even root enters what a user mounted for himself.
            if ls home/mnt 2> /dev/null; then false; fi
            # The helper unmounts as well; the daemon then ends, and gives its lock away.
            user nobody '
                fusermount3 -u mnt
                flock .local/state/gramfs/work/lock true
                gramfs mount work mnt && [ "$(cat mnt/h)" = more ] && gramfs unmount work
            '
            """)
    }

    @Test func aUserSharesAMountWhereTheMachineAllowsIt() async throws {
        try await run(
            """
            echo user_allow_other > fuse.conf && mount --bind fuse.conf /etc/fuse.conf
            user nobody '
                gramfs format work --store dir:$HOME/store -q > sheet
                gramfs mount work mnt -o allow_other
                echo open > mnt/open && echo secret > mnt/secret && chmod 600 mnt/secret && mkdir -m 1777 mnt/tmp
            '
            user daemon '
                [ "$(cat mnt/open)" = open ]
                refused cat mnt/secret
                refused touch mnt/new
                echo x > mnt/tmp/mine && [ "$(stat -c %U mnt/tmp/mine)" = daemon ]
            '
            [ "$(cat home/mnt/secret)" = secret ]
            user nobody 'refused touch mnt/tmp/mine && rm -f mnt/tmp/mine && gramfs unmount work'
            """)
    }
}
