// SPDX-License-Identifier: MIT

import CFuse
import Filesystem
import FilesystemModel
import Glibc
import Synchronization
import Testing

@testable import FuseAdapter

/// What needs no mount: tables, conversions and bounds.
@Suite struct PureTests {
    @Test func theMountTableIsRead() {
        let text = """
            22 28 0:20 / /sys rw,nosuid shared:7 - sysfs sysfs rw
            99 28 0:55 / /a\\040b\\134c rw - fuse.gramfs name\\054x rw,user_id=0
            100 28 0:56 / /a\\040b\\134c rw shared:1 master:2 - ext4 /dev/vda rw
            nonsense
            """
        let table = MountTable(parsing: Array(text.utf8))
        #expect(table.entries.count == 3)
        #expect(
            table.entries[0]
                == .init(major: 0, minor: 20, mountPoint: Array("/sys".utf8), type: "sysfs", source: "sysfs"))
        #expect(table.entries[1].source == "name,x")
        #expect(table.top(at: Array("/a b\\c".utf8))?.type == "ext4")
        #expect(table.top(at: Array("/a".utf8)) == nil)
        #expect(MountTable(parsing: [0xFF, 0x0A, 0x2D]).entries.isEmpty)
    }

    @Test func whatMayTakeLongIsNotShort() throws {
        func isShort(_ operation: UInt32, bytes: Int = 100, hasMuchBuffered: Bool = false) -> Bool {
            RequestHeader(byteCount: bytes, operation: operation).isShort(hasMuchBuffered: hasMuchBuffered)
        }
        // LOOKUP, GETXATTR, CREATE.
        for operation: UInt32 in [1, 22, 35] { #expect(isShort(operation, hasMuchBuffered: true)) }
        // READ, READDIRPLUS.
        for operation: UInt32 in [15, 44] { #expect(!isShort(operation)) }
        // WRITE, FSYNC, FLUSH.
        for operation: UInt32 in [16, 20, 25] {
            #expect(isShort(operation) && !isShort(operation, hasMuchBuffered: true))
        }
        #expect(!isShort(16, bytes: 1 << 20))
    }

    @Test func aRequestSaysWhatItIs() throws {
        var bytes: [UInt8] = [40, 0, 0, 0, 22, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 32)
        try bytes.withUnsafeMutableBytes { memory in
            var buffer = fuse_buf()
            buffer.mem = memory.baseAddress
            buffer.size = memory.count
            let header = try #require(RequestHeader(buffer))
            #expect(header.byteCount == 40 && header.operation == 22)
            buffer.size = 7
            #expect(RequestHeader(buffer) == nil)
            buffer.size = memory.count
            buffer.flags = FUSE_BUF_IS_FD
            #expect(RequestHeader(buffer) == nil)
        }
    }

    @Test func optionsAreWrittenForLibfuse() {
        var options = FuseMountOptions(name: "a,b\\c", hasNoAccessTimes: false)
        #expect(options.argument == "fsname=a\\,b\\\\c,subtype=gramfs,default_permissions")
        options.allowsOther = true
        options.isReadOnly = true
        options.hasNoAccessTimes = true
        #expect(options.argument.hasSuffix(",default_permissions,allow_other,ro,noatime"))
        #expect(FuseMountOptions(name: "x", threads: 1).threads == 10)
    }

    @Test func otherUsersAreAllowedByAWordOfItsOwn() {
        #expect(FuseDevice.allowsOther(Array("# x\n  user_allow_other # yes\n".utf8)))
        #expect(!FuseDevice.allowsOther(Array("#user_allow_other\nmount_max = 3\n".utf8)))
        #expect(!FuseDevice.allowsOther([]))
    }

    @Test func noErrorSaysThatAnOperationDoesNotExist() {
        let errors: [FSError] = [
            .notFound, .exists, .notDirectory, .isDirectory, .directoryNotEmpty, .notPermitted, .accessDenied,
            .nameTooLong, .invalidArgument(""), .fileTooLarge, .beyondEnd, .tooManyLinks, .symbolicLinkLoop,
            .noAttribute, .bufferTooSmall, .attributeTooLarge, .badHandle, .staleInode, .busy, .notSupported, .noSpace,
            .readOnly(""), .damaged(""), .unreachable(""), .local(""), .interrupted, .indexDamaged(""),
        ]
        for error in errors {
            #expect(error.errno > 0)
            // ENOSYS would end an operation for the whole mount, EAGAIN and ENOENT would lie about stored bytes.
            #expect(error.errno != ENOSYS && error.errno != EAGAIN)
        }
        for lost in [FSError.damaged("x"), .unreachable("x"), .local("x"), .indexDamaged("x")] {
            #expect(lost.errno == EIO)
        }
    }

    @Test func onlyWhatIsAskedForIsSet() {
        var status = stat()
        status.st_mode = S_IFREG | 0o4755
        status.st_uid = 7
        status.st_size = 9
        status.st_mtim = timespec(tv_sec: 3, tv_nsec: 4)
        #expect(AttributeRequest(status, valid: 0) == AttributeRequest())
        #expect(AttributeRequest(status, valid: FUSE_SET_ATTR_MODE) == AttributeRequest(permissions: 0o4755))
        #expect(
            AttributeRequest(status, valid: FUSE_SET_ATTR_UID | FUSE_SET_ATTR_SIZE)
                == AttributeRequest(uid: 7, size: 9))
        // The kernel sends both bits for "now".
        #expect(
            AttributeRequest(status, valid: FUSE_SET_ATTR_MTIME | FUSE_SET_ATTR_MTIME_NOW)
                == AttributeRequest(modificationTime: .now))
        #expect(
            AttributeRequest(status, valid: FUSE_SET_ATTR_MTIME)
                == AttributeRequest(modificationTime: .set(Timestamp(seconds: 3, nanoseconds: 4))))
    }

    @Test func capabilitiesAreWantedOnlyWhereTheyExist() {
        var connection = fuse_conn_info()
        connection.capable = UInt32(FUSE_CAP_WRITEBACK_CACHE | FUSE_CAP_ATOMIC_O_TRUNC | FUSE_CAP_HANDLE_KILLPRIV)
        connection.want = UInt32.max
        negotiate(&connection, obeysAccessLists: true)
        #expect(connection.want == UInt32(FUSE_CAP_WRITEBACK_CACHE))
        #expect(connection.max_write == 1 << 20)
        connection.capable = UInt32(FUSE_CAP_DONT_MASK | FUSE_CAP_POSIX_ACL)
        negotiate(&connection, obeysAccessLists: true)
        #expect(connection.want == UInt32(FUSE_CAP_DONT_MASK | FUSE_CAP_POSIX_ACL))
        negotiate(&connection, obeysAccessLists: false)
        #expect(connection.want == UInt32(FUSE_CAP_DONT_MASK))
    }

    /// The kernel keeps pages: it appends by itself, and reads what it writes in part.
    @Test(arguments: [
        (O_WRONLY | O_APPEND, O_RDWR), (O_RDWR | O_TRUNC | O_CREAT | O_EXCL, O_RDWR), (O_RDONLY, O_RDONLY),
        (O_WRONLY | O_DSYNC, O_RDWR | O_DSYNC),
    ]) func opensAreSeenAsUnderWriteBack(_ given: Int32, _ seen: Int32) {
        var file = fuse_file_info()
        file.flags = given
        #expect(OpenedFile(file).flags.rawValue == seen)
    }

    @Test func waitingRequestsAreBounded() throws {
        let parked = ParkedRequests()
        let first = try #require(parked.enter(bytes: ParkedRequests.bytesMax))
        #expect(parked.enter(bytes: 1) == nil)
        let second = try #require(parked.enter(bytes: 0))
        parked.leave(first)
        parked.leave(first)
        #expect(parked.enter(bytes: 1) != nil)
        parked.leave(second)
        #expect(parked.count == 1)
        for _ in 1..<ParkedRequests.countMax { #expect(parked.enter(bytes: 0) != nil) }
        #expect(parked.enter(bytes: 0) == nil)
    }

    @Test func drainingCancelsAndWaits() async throws {
        let parked = ParkedRequests()
        let early = try #require(parked.enter(bytes: 0))
        let answered = Mutex(0)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            answered.withLock { $0 += 1 }
            parked.leave(early)
        }
        parked.bind(early, to: task)
        let drained = BlockingQueue<Int>()
        let thread = PlainThread(name: "test-drain") {
            parked.drain()
            drained.push(answered.withLock { $0 })
        }
        await task.value
        thread.join()
        #expect(drained.pop() == 1)
        // Whoever comes later is cancelled at once.
        let late = try #require(parked.enter(bytes: 0))
        let other = Task { while !Task.isCancelled { await Task.yield() } }
        parked.bind(late, to: other)
        await other.value
    }
}
