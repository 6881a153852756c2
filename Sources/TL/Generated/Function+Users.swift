// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `users.getUsers#d91a548`
    package struct UsersGetUsers: TLFunction, Hashable {
        package typealias Result = [API.User]
        package static let name = "users.getUsers"

        package var id: [API.InputUser]

        package init(id: [API.InputUser] = []) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0d91a548: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "users.getUsers")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0d91a548)
            writer.write(id)
        }
    }

    /// `users.getFullUser#b60f5918`
    package struct UsersGetFullUser: TLFunction, Hashable {
        package typealias Result = API.UsersUserFull
        package static let name = "users.getFullUser"

        package var id: API.InputUser

        package init(id: API.InputUser) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb60f5918: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "users.getFullUser")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb60f5918)
            writer.write(id)
        }
    }

    /// `contacts.resolveUsername#725afbbc`
    package struct ContactsResolveUsername: TLFunction, Hashable {
        package typealias Result = API.ContactsResolvedPeer
        package static let name = "contacts.resolveUsername"

        package var username: String
        package var referer: String?

        package init(username: String, referer: String? = nil) {
            self.username = username
            self.referer = referer
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x725afbbc: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "contacts.resolveUsername")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            username = try reader.read()
            referer = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x725afbbc)
            var flags: UInt32 = 0
            if referer != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(username)
            if let referer { writer.write(referer) }
        }
    }
}
