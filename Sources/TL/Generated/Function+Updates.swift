// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension Function {

    /// `updates.getState#edd4882a`
    package struct UpdatesGetState: TLFunction, Hashable {
        package typealias Result = API.UpdatesState
        package static let name = "updates.getState"

        package init() {
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xedd4882a: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.getState")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xedd4882a)
        }
    }

    /// `updates.getDifference#19c2f763`
    package struct UpdatesGetDifference: TLFunction, Hashable {
        package typealias Result = API.UpdatesDifference
        package static let name = "updates.getDifference"

        package var pts: Int32
        package var ptsLimit: Int32?
        package var ptsTotalLimit: Int32?
        package var date: Int32
        package var qts: Int32
        package var qtsLimit: Int32?

        package init(
            pts: Int32, ptsLimit: Int32? = nil, ptsTotalLimit: Int32? = nil, date: Int32, qts: Int32,
            qtsLimit: Int32? = nil
        ) {
            self.pts = pts
            self.ptsLimit = ptsLimit
            self.ptsTotalLimit = ptsTotalLimit
            self.date = date
            self.qts = qts
            self.qtsLimit = qtsLimit
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x19c2f763: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.getDifference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            pts = try reader.read()
            ptsLimit = try reader.optional(flags & 0x2)
            ptsTotalLimit = try reader.optional(flags & 0x1)
            date = try reader.read()
            qts = try reader.read()
            qtsLimit = try reader.optional(flags & 0x4)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x19c2f763)
            var flags: UInt32 = 0
            if ptsTotalLimit != nil { flags |= 0x1 }
            if ptsLimit != nil { flags |= 0x2 }
            if qtsLimit != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(pts)
            if let ptsLimit { writer.write(ptsLimit) }
            if let ptsTotalLimit { writer.write(ptsTotalLimit) }
            writer.write(date)
            writer.write(qts)
            if let qtsLimit { writer.write(qtsLimit) }
        }
    }

    /// `updates.getChannelDifference#3173d78`
    package struct UpdatesGetChannelDifference: TLFunction, Hashable {
        package typealias Result = API.UpdatesChannelDifference
        package static let name = "updates.getChannelDifference"

        package var force: Bool
        package var channel: API.InputChannel
        package var filter: API.ChannelMessagesFilter
        package var pts: Int32
        package var limit: Int32

        package init(
            force: Bool = false, channel: API.InputChannel, filter: API.ChannelMessagesFilter, pts: Int32, limit: Int32
        ) {
            self.force = force
            self.channel = channel
            self.filter = filter
            self.pts = pts
            self.limit = limit
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x03173d78: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "updates.getChannelDifference")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            force = flags & 0x1 != 0
            channel = try reader.read()
            filter = try reader.read()
            pts = try reader.read()
            limit = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x03173d78)
            var flags: UInt32 = 0
            if force { flags |= 0x1 }
            writer.word(flags)
            writer.write(channel)
            writer.write(filter)
            writer.write(pts)
            writer.write(limit)
        }
    }
}
