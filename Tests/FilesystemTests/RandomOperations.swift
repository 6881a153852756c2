// SPDX-License-Identifier: MIT

import DataPlane
import Filesystem
import FilesystemModel
import ReferenceModel
import SeededRandom
import Testing
import VolumeFixture

/// Draws operations, does each on the volume and on the model, and compares how it ended.
struct RandomOperations {
    private struct Open {
        let inode: InodeNumber
        let handle: HandleID
    }

    private(set) var model: ReferenceVolume
    private let clock: ManualClock
    var random: SeededGenerator
    private var opened: [Open] = []
    private let caller = VolumeFixture.caller
    /// What the last operations were, for the report of a failure.
    private(set) var history: [String] = []

    init(seed: UInt64, clock: ManualClock) {
        self.clock = clock
        random = SeededGenerator(seed: seed)
        model = ReferenceVolume(now: clock.now(), uid: VolumeFixture.caller.uid, gid: VolumeFixture.caller.gid)
    }

    // MARK: One operation

    mutating func step(on volume: Volume) async throws {
        model.now = clock.advance()
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<12: try create(volume)
        case 12..<18: make(volume)
        case 18..<24: try link(volume)
        case 24..<36: remove(volume)
        case 36..<46: rename(volume)
        case 46..<58: try write(volume)
        case 58..<62: try allocate(volume)
        case 62..<66: try copy(volume)
        case 66..<70: truncate(volume)
        case 70..<72: try seek(volume)
        case 72..<78: try changeAttributes(volume)
        case 78..<81: changeXattrs(volume)
        case 81..<83: changeLists(volume)
        case 83..<87: try closeOne(volume)
        case 87..<91: try openOne(volume)
        case 91..<93: try flushAll(volume)
        default: try await readSome(volume)
        }
    }

    mutating func makeFiles(_ count: Int, _ volume: Volume) throws {
        model.now = clock.advance()
        while model.files.values.count(where: { $0.kind == .regular }) < count { try create(volume) }
    }

    /// Only what changes or shows content.
    mutating func stepOfContent(on volume: Volume) async throws {
        model.now = clock.advance()
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<35: try write(volume)
        case 35..<50: try allocate(volume)
        case 50..<65: try copy(volume)
        case 65..<73: truncate(volume)
        case 73..<80: try seek(volume)
        case 80..<84: try closeOne(volume)
        case 84..<88: try openOne(volume)
        case 88..<91: try flushAll(volume)
        default: try await readSome(volume)
        }
    }

    /// Closes every handle: what was written is safe from a kill then.
    mutating func closeAll(_ volume: Volume) throws {
        while !opened.isEmpty { try closeOne(volume) }
    }

    /// Flushes every handle, which makes content safe from a kill without closing.
    mutating func flushAll(_ volume: Volume) throws {
        note("flush all")
        for open in opened { try volume.flush(open.inode, open.handle) }
    }

    /// The process is gone: handles with it, and the orphans that they held.
    mutating func loseHandles() {
        opened = []
        model.loseHandles()
    }

    private mutating func note(_ text: String) {
        history.append(text)
        if history.count > 40 { history.removeFirst() }
    }

    /// Compares how both ended. `body` gives nil for success.
    private mutating func compare(
        _ what: String, _ volume: () throws(FSError) -> Void,
        _ reference: (inout ReferenceVolume) throws(FSError) -> Void
    ) {
        note(what)
        var found: String?
        var expected: String?
        do throws(FSError) { try volume() } catch { found = error.code }
        do throws(FSError) { try reference(&model) } catch { expected = error.code }
        #expect(found == expected, "\(what) after \(history.suffix(12).joined(separator: " | "))")
    }

    // MARK: Choices

    private static let pool: [[UInt8]] =
        ["a", "b", "c", "d", "e", "f", "g", "ü", "two words"].map { Array($0.utf8) } + [[0xFF, 0xFE], [0x80]]

    private mutating func someName() -> FileName {
        guard let name = Self.pool.randomElement(using: &random).flatMap({ try? FileName($0) }) else {
            preconditionFailure("every one is a name")
        }
        return name
    }

    private mutating func someDirectory() -> InodeNumber { model.directories.randomElement(using: &random) ?? .root }

    private mutating func someFile(_ kinds: Set<FileKind> = Set(FileKind.allCases)) -> InodeNumber? {
        model.files.filter { kinds.contains($0.value.kind) }.keys.sorted().randomElement(using: &random)
    }

    /// Around the borders of frames, mostly small.
    private mutating func someOffset(below limit: Int) -> Int {
        switch Int.random(in: 0..<4, using: &random) {
        case 0: 0
        case 1: min(limit, 131_072 * Int.random(in: 0..<4, using: &random) + Int.random(in: 0..<3, using: &random))
        case 2: min(limit, max(0, 131_072 * Int.random(in: 1..<3, using: &random) - 1))
        default: Int.random(in: 0...limit, using: &random)
        }
    }

    /// Of one of the groups that directories are given, with a umask.
    private mutating func someMaker() -> Caller {
        var maker = caller
        maker.umask = [0, 0o022, 0o077, 0o027].randomElement(using: &random) ?? 0
        return maker
    }

    // MARK: Names

    private mutating func create(_ volume: Volume) throws {
        let (parent, name, permissions) = (someDirectory(), someName(), UInt16.random(in: 0..<0o1000, using: &random))
        var made: (Attributes, HandleID)?
        let caller = someMaker()
        compare(
            "create \(parent)/\(name)",
            { () throws(FSError) in
                made = try volume.create(
                    in: parent, name, permissions: permissions, flags: OpenFlags(rawValue: 2), caller: caller)
            },
            { (model) throws(FSError) in
                try model.make(
                    made?.0.inode ?? .root, in: parent, name, kind: .regular, permissions: permissions,
                    uid: caller.uid, gid: caller.gid, umask: caller.umask)
            })
        guard let (attributes, handle) = made else { return }
        opened.append(Open(inode: attributes.inode, handle: handle))
        model.open(attributes.inode)
    }

    private mutating func make(_ volume: Volume) {
        let (parent, name) = (someDirectory(), someName())
        let kind = random.chance(60) ? FileKind.directory : FileKind.allCases.randomElement(using: &random) ?? .fifo
        let permissions = UInt16.random(in: 0..<0o10000, using: &random)
        let device =
            kind == .characterDevice || kind == .blockDevice ? UInt32.random(in: 0...UInt32.max, using: &random) : 0
        let target = kind == .symbolicLink ? random.bytes(Int.random(in: 1..<300, using: &random)) : []
        var made: Attributes?
        let caller = someMaker()
        compare(
            "make \(kind) \(parent)/\(name)",
            { () throws(FSError) in
                switch kind {
                case .directory:
                    made = try volume.makeDirectory(in: parent, name, permissions: permissions, caller: caller)
                case .symbolicLink:
                    made = try volume.makeSymbolicLink(in: parent, name, target: target, caller: caller)
                default:
                    made = try volume.makeNode(
                        in: parent, name, kind: kind, permissions: permissions, deviceNumber: device, caller: caller)
                }
            },
            { (model) throws(FSError) in
                try model.make(
                    made?.inode ?? .root, in: parent, name, kind: kind,
                    permissions: kind == .symbolicLink ? 0o777 : permissions, uid: caller.uid, gid: caller.gid,
                    umask: caller.umask, deviceNumber: device, target: target)
            })
    }

    private mutating func link(_ volume: Volume) throws {
        guard let inode = someFile(), model.files[inode]?.linkCount ?? 0 > 0 else { return }
        let (parent, name) = (someDirectory(), someName())
        compare(
            "link \(inode) \(parent)/\(name)",
            { () throws(FSError) in _ = try volume.link(inode, in: parent, name) },
            { (model) throws(FSError) in try model.link(inode, in: parent, name) })
    }

    private mutating func remove(_ volume: Volume) {
        let (parent, name, isDirectory) = (someDirectory(), someName(), random.chance(35))
        let gone = model.files[parent]?.names[name]
        compare(
            "\(isDirectory ? "rmdir" : "unlink") \(parent)/\(name)",
            { () throws(FSError) in
                if isDirectory {
                    try volume.removeDirectory(in: parent, name)
                } else {
                    try volume.unlink(in: parent, name)
                }
            },
            { (model) throws(FSError) in
                if isDirectory {
                    try model.removeDirectory(in: parent, name)
                } else {
                    try model.unlink(in: parent, name)
                }
            })
        forget(gone, volume)
    }

    private mutating func rename(_ volume: Volume) {
        let (parent, name, newParent, newName) = (someDirectory(), someName(), someDirectory(), someName())
        let mode = RenameMode.allCases.randomElement(using: &random) ?? .replace
        let over = model.files[newParent]?.names[newName]
        compare(
            "rename \(parent)/\(name) \(newParent)/\(newName) \(mode)",
            { () throws(FSError) in try volume.rename(in: parent, name, to: newParent, newName, mode: mode) },
            { (model) throws(FSError) in
                if mode == .exchange {
                    try model.exchange(parent, name, newParent, newName)
                } else {
                    try model.rename(in: parent, name, to: newParent, newName, noReplace: mode == .noReplace)
                }
            })
        forget(over, volume)
    }

    /// The kernel lets go of what has no name and no handle.
    private mutating func forget(_ number: InodeNumber?, _ volume: Volume) {
        guard let number, model.files[number] == nil else { return }
        compare("forget \(number)", { () throws(FSError) in try volume.forget(number) }, { _ in })
        compare(
            "stat \(number)", { () throws(FSError) in _ = try volume.attributes(of: number) },
            { _ throws(FSError) in throw .staleInode })
    }

    // MARK: Content

    private mutating func write(_ volume: Volume) throws {
        guard let open = opened.randomElement(using: &random) else { return try openOne(volume) }
        let size = model.files[open.inode]?.content.count ?? 0
        let offset = random.chance(25) ? size : someOffset(below: random.chance(20) ? 600_000 : max(size, 1000))
        let length =
            random.chance(20) ? Int.random(in: 0..<300_000, using: &random) : Int.random(in: 0..<9000, using: &random)
        let bytes = random.chance(30) ? [UInt8](repeating: 42, count: length) : random.bytes(length)
        note("write \(open.inode) \(offset)+\(length)")
        try volume.write(bytes, at: UInt64(offset), open.inode, open.handle)
        model.write(open.inode, at: UInt64(offset), bytes)
        check(open.inode, volume)
    }

    private mutating func allocate(_ volume: Volume) throws {
        guard let open = opened.randomElement(using: &random) else { return try openOne(volume) }
        let size = model.files[open.inode]?.content.count ?? 0
        let offset = someOffset(below: max(size, 1000))
        let length =
            random.chance(30) ? Int.random(in: 1..<300_000, using: &random) : Int.random(in: 1..<9000, using: &random)
        let mode = AllocationMode.allCases.randomElement(using: &random) ?? .punchHole
        compare(
            "\(mode) \(open.inode) \(offset)+\(length)",
            { () throws(FSError) in try volume.allocate(open.handle, mode, UInt64(offset), UInt64(length)) },
            { (model) throws(FSError) in
                let range = offset..<offset + length
                switch mode {
                case .extend: model.extend(open.inode, to: range.upperBound)
                case .keepSize: break
                case .punchHole, .zero: model.punch(open.inode, range)
                case .zeroAndExtend:
                    model.punch(open.inode, range)
                    model.extend(open.inode, to: range.upperBound)
                }
                try model.change(open.inode) { _ in }
            })
        check(open.inode, volume)
    }

    private mutating func copy(_ volume: Volume) throws {
        guard let from = opened.randomElement(using: &random), let to = opened.randomElement(using: &random) else {
            return try openOne(volume)
        }
        let offset = someOffset(below: max(model.files[from.inode]?.content.count ?? 0, 1000))
        let newOffset = someOffset(below: max(model.files[to.inode]?.content.count ?? 0, 1000) + 200_000)
        let length =
            random.chance(50) ? Int.random(in: 1..<500_000, using: &random) : Int.random(in: 1..<5000, using: &random)
        var copied: UInt64?
        var expected: Int?
        compare(
            "copy \(from.inode) \(offset)+\(length) to \(to.inode) \(newOffset)",
            { () throws(FSError) in
                copied = try volume.copy(
                    from: from.handle, UInt64(offset), to: to.handle, UInt64(newOffset), length: UInt64(length))
            },
            { (model) throws(FSError) in
                expected = try model.copy(from.inode, offset..<offset + length, to: to.inode, at: newOffset)
            })
        #expect(copied == expected.map { UInt64($0) }, "after \(history.suffix(12).joined(separator: " | "))")
        check(to.inode, volume)
    }

    private mutating func seek(_ volume: Volume) throws {
        guard let open = opened.randomElement(using: &random) else { return try openOne(volume) }
        let offset = someOffset(below: (model.files[open.inode]?.content.count ?? 0) + 10)
        for target in [SeekTarget.data, .hole] {
            let expected = model.seek(open.inode, data: target == .data, from: offset)
            let found = try? volume.seek(open.handle, target, from: UInt64(offset))
            #expect(
                found == expected.map { UInt64($0) },
                "seek \(target) \(open.inode) \(offset) after \(history.suffix(12).joined(separator: " | "))")
        }
    }

    private mutating func truncate(_ volume: Volume) {
        guard let inode = random.chance(85) ? someFile([.regular]) : someFile() else { return }
        let size = UInt64(someOffset(below: max(1000, (model.files[inode]?.content.count ?? 0) * 3 / 2)))
        let request = AttributeRequest(size: size, clearsSetIDs: random.chance(50))
        let caller = caller
        compare(
            "truncate \(inode) \(size)",
            { () throws(FSError) in _ = try volume.setAttributes(of: inode, request, caller: caller) },
            { (model) throws(FSError) in
                try model.truncate(inode, to: size)
                let isMember = caller.gid == model.files[inode]?.gid
                if request.clearsSetIDs { try model.clearSetIDs(inode, isMember: isMember) }
            })
        check(inode, volume)
    }

    private mutating func readSome(_ volume: Volume) async throws {
        guard let inode = someFile([.regular]), let content = model.files[inode]?.content else { return }
        let offset = someOffset(below: content.count + 1000)
        let length = Int.random(in: 1..<200_000, using: &random)
        let expected = offset < content.count ? Array(content[offset..<min(content.count, offset + length)]) : []
        let handle = try volume.open(inode, flags: OpenFlags(rawValue: 0), caller: caller)
        let found = try await volume.part(inode, handle, at: UInt64(offset), length)
        volume.release(inode, handle)
        #expect(
            found == expected, "read \(inode) \(offset)+\(length) after \(history.suffix(12).joined(separator: " | "))")
    }

    private mutating func openOne(_ volume: Volume) throws {
        guard let inode = someFile([.regular]), opened.count < 12 else { return }
        note("open \(inode)")
        opened.append(
            Open(inode: inode, handle: try volume.open(inode, flags: OpenFlags(rawValue: 2), caller: caller)))
        model.open(inode)
    }

    private mutating func closeOne(_ volume: Volume) throws {
        guard let index = opened.indices.randomElement(using: &random) else { return }
        let open = opened.remove(at: index)
        note("close \(open.inode)")
        try volume.flush(open.inode, open.handle)
        volume.release(open.inode, open.handle)
        model.close(open.inode)
        check(open.inode, volume)
        forget(open.inode, volume)
    }

    // MARK: Attributes

    private mutating func changeAttributes(_ volume: Volume) throws {
        guard let inode = someFile() else { return }
        var request = AttributeRequest()
        if random.chance(50) { request.permissions = UInt16.random(in: 0..<0o10000, using: &random) }
        if random.chance(30) { request.uid = UInt32.random(in: 0..<5, using: &random) }
        if random.chance(30) { request.gid = UInt32.random(in: 0..<5, using: &random) }
        let time = Timestamp(
            seconds: Int64.random(in: -1000..<4_000_000_000, using: &random),
            nanoseconds: UInt32.random(in: 0..<1_000_000_000, using: &random))
        if random.chance(30) { request.accessTime = random.chance(50) ? .now : .set(time) }
        if random.chance(40) { request.modificationTime = random.chance(50) ? .now : .set(time) }
        guard request != AttributeRequest() else { return clearSetIDs(inode, volume) }
        // As the kernel asks for it.
        request.clearsSetIDs = request.permissions == nil && (request.uid != nil || request.gid != nil)
        let (now, caller, asked) = (model.now, caller, request)
        compare(
            "setattr \(inode)",
            { () throws(FSError) in _ = try volume.setAttributes(of: inode, asked, caller: caller) },
            { (model) throws(FSError) in
                let isMember = caller.gid == model.files[inode]?.gid
                if let permissions = asked.permissions { try model.changePermissions(inode, permissions) }
                try model.change(inode) { file in
                    if let uid = asked.uid { file.uid = uid }
                    if let gid = asked.gid { file.gid = gid }
                    if let time = asked.accessTime { file.accessTime = Self.value(time, now) }
                    if let time = asked.modificationTime { file.modificationTime = Self.value(time, now) }
                }
                if asked.clearsSetIDs { try model.clearSetIDs(inode, isMember: isMember) }
            })
        check(inode, volume)
    }

    /// What comes before a write by somebody who is not privileged.
    private mutating func clearSetIDs(_ inode: InodeNumber, _ volume: Volume) {
        let before = model.files[inode]?.permissions
        var found: Bool?
        let caller = caller
        compare(
            "clear set-IDs of \(inode)",
            { () throws(FSError) in found = try volume.clearSetIDs(of: inode, caller: caller) },
            { (model) throws(FSError) in
                try model.clearSetIDs(inode, isMember: caller.gid == model.files[inode]?.gid)
            })
        #expect(found == (model.files[inode]?.permissions != before))
        check(inode, volume)
    }

    private static func value(_ time: AttributeRequest.Time, _ now: Timestamp) -> Timestamp {
        switch time {
        case .now: now
        case .set(let time): time
        }
    }

    private mutating func changeXattrs(_ volume: Volume) {
        guard let inode = someFile() else { return }
        let name = Array("user.\(Int.random(in: 0..<4, using: &random))".utf8)
        guard random.chance(70) else {
            return compare(
                "removexattr \(inode)", { () throws(FSError) in try volume.removeXattr(inode, name: name) },
                { (model) throws(FSError) in try model.removeXattr(inode, name) })
        }
        let value = random.bytes(Int.random(in: 0..<(random.chance(10) ? 60_000 : 50), using: &random))
        let mode = XattrMode.allCases.randomElement(using: &random) ?? .any
        let caller = caller
        compare(
            "setxattr \(inode) \(mode)",
            { () throws(FSError) in
                try value.withRawBytes { (bytes) throws(FSError) in
                    try volume.setXattr(inode, name: name, value: bytes, mode: mode, caller: caller)
                }
            },
            { (model) throws(FSError) in
                try model.setXattr(
                    inode, name, value, mustExist: mode == .any ? nil : mode == .replace)
            })
    }

    private mutating func changeLists(_ volume: Volume) {
        // Most of them where they are inherited.
        guard let inode = random.chance(60) ? someDirectory() : someFile() else { return }
        let isDefault = random.chance(60)
        let name = Array((isDefault ? "system.posix_acl_default" : "system.posix_acl_access").utf8)
        guard random.chance(75) else {
            return compare(
                "removexattr of \(isDefault ? "the default" : "the") list of \(inode)",
                { () throws(FSError) in try volume.removeXattr(inode, name: name) },
                { (model) throws(FSError) in try model.removeList(inode, isDefault: isDefault) })
        }
        let list = someList()
        var setter = caller
        setter.groups = random.chance(50) ? [1, 2] : []
        let asked = setter
        compare(
            "\(isDefault ? "default" : "access") list of \(inode)",
            { () throws(FSError) in
                try list.bytes.withRawBytes { (bytes) throws(FSError) in
                    try volume.setXattr(inode, name: name, value: bytes, mode: .any, caller: asked)
                }
            },
            { (model) throws(FSError) in
                guard !isDefault else { return try model.setDefaultList(inode, list) }
                let group = model.files[inode]?.gid ?? 0
                try model.setAccessList(
                    inode, list, isMember: asked.gid == group || asked.groups.contains(group))
            })
        check(inode, volume)
    }

    private mutating func someList() -> ReferenceAccessList {
        var list = ReferenceAccessList(owner: someBits(), owningGroup: someBits(), others: someBits())
        for id: UInt32 in [0, 7, .max - 1] {
            if random.chance(20) { list.users[id] = someBits() }
            if random.chance(20) { list.groups[id] = someBits() }
        }
        if !list.isMinimal || random.chance(30) { list.mask = someBits() }
        return list
    }

    private mutating func someBits() -> UInt16 { UInt16.random(in: 0..<8, using: &random) }

    private mutating func check(_ inode: InodeNumber, _ volume: Volume) {
        guard let file = model.files[inode], let found = try? volume.attributes(of: inode) else { return }
        #expect(
            difference(found, file, times: true) == nil,
            "inode \(inode) after \(history.suffix(12).joined(separator: " | "))")
    }
}
