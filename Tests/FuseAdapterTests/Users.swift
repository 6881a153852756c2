// SPDX-License-Identifier: MIT

import CLinux
import FilesystemModel
import Glibc

/// Somebody who makes system calls. Alice and Bob share no group; Carol is a member of Alice's.
struct User: Sendable, CustomStringConvertible {
    let name: String
    let uid: uid_t
    let gid: gid_t
    let groups: [gid_t]

    static let superuser = User(name: "root", uid: 0, gid: 0, groups: [])
    static let alice = User(name: "alice", uid: 61_001, gid: 61_001, groups: [61_010])
    static let bob = User(name: "bob", uid: 61_002, gid: 61_002, groups: [])
    static let carol = User(name: "carol", uid: 61_003, gid: 61_003, groups: [61_001])

    var description: String { name }

    /// Makes the thread somebody else, by the system calls and not by the C library's wrappers, which would change every
    /// thread.
    fileprivate func take() throws {
        #if arch(x86_64)
            let calls = (groups: 116, gid: 119, uid: 117)
        #else
            let calls = (groups: 159, gid: 149, uid: 147)
        #endif
        guard uid != 0 else { return }
        try groups.withUnsafeBufferPointer { groups in
            _ = try check(clinux_syscall(calls.groups, groups.count, Int(bitPattern: groups.baseAddress), 0))
        }
        try check(clinux_syscall(calls.gid, Int(gid), Int(gid), Int(gid)))
        try check(clinux_syscall(calls.uid, Int(uid), Int(uid), Int(uid)))
    }
}

/// Runs `body` as somebody else, on a thread of its own, which has its own umask too.
@discardableResult
func asUser<Value: Sendable>(
    _ user: User, umask mask: mode_t = 0, _ body: @escaping @Sendable () throws -> Value
) throws -> Value {
    let answer = BlockingQueue<Result<Value, any Error>>()
    PlainThread(name: "test-user") {
        answer.push(
            Result {
                try check(unshare(CLONE_FS))
                umask(mask)
                try user.take()
                return try body()
            })
    }.join()
    guard let result = answer.pop() else { throw Errno(ECANCELED) }
    return try result.get()
}

/// As the user with this number, who is in no group but his own.
@discardableResult
func asUser<Value: Sendable>(_ user: Int, _ body: @escaping @Sendable () throws -> Value) throws -> Value {
    try asUser(User(name: "\(user)", uid: uid_t(user), gid: gid_t(user), groups: []), body)
}

/// The errno of a call that somebody makes, 0 where it worked.
func said(
    _ user: User = .superuser, umask mask: mode_t = 0, _ call: @escaping @Sendable () -> Int
) throws -> Int32 {
    try asUser(user, umask: mask) { call() < 0 ? errno : 0 }
}

func said(
    _ user: User = .superuser, umask mask: mode_t = 0, _ call: @escaping @Sendable () -> Int32
) throws -> Int32 {
    try said(user, umask: mask) { Int(call()) }
}

/// An errno by its name, for what a failed expectation prints.
func name(of code: Int32) -> String { code == 0 ? "success" : String(cString: strerrorname_np(code)) }
