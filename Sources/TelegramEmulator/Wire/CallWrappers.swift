// SPDX-License-Identifier: MIT

import MTProto
import TL

/// A query without what is wrapped around it: `invokeWithLayer`, `initConnection` and so on.
struct CallWrappers {
    var layer: TLLayer?
    var isInitialized = false
    var refusesUpdates = false
    var constructor: UInt32 = 0
    var function: (any TLFunction)?

    private static let invokeAfterMsg: UInt32 = 0xcb9f_372d

    /// Errors are the query's end, never the connection's.
    init(unwrapping body: [UInt8]) throws(Refusal) {
        var body = body
        for _ in 0..<EmulatorLimits.wrapperDepth {
            do throws(WireError) {
                body = try MessagePart.unpacked(body)
            } catch {
                throw .badRequest("INPUT_FETCH_FAIL")
            }
            guard let read = try read(body) else { return }
            switch read {
            case let it as Function.InvokeWithLayer:
                layer = TLLayer(rawValue: it.layer)
                body = it.query
            case let it as Function.InitConnection:
                isInitialized = true
                body = it.query
            case let it as Function.InvokeWithoutUpdates:
                refusesUpdates = true
                body = it.query
            case let it as Function.InvokeAfterMsg:
                body = it.query
            default:
                function = read
                return
            }
        }
        throw .badRequest("INPUT_REQUEST_TOO_LONG")
    }

    /// nil for a method that is not listed: it is answered as one that does not exist, whatever its parameters are.
    private mutating func read(_ body: [UInt8]) throws(Refusal) -> (any TLFunction)? {
        var body = body
        for _ in 0..<Self.looseTypesMax {
            var reader = TLReader(body)
            do throws(TLError) {
                constructor = LayerForms.listed(try reader.word())
                return try Function.read(constructor: constructor, from: &reader)
            } catch {
                guard case .unknownConstructor(let found, let type) = error else { break }
                if type == "Function" { return nil }
                guard let meant = Self.looseTypes[type]?[found] else { break }
                // The reader stands behind the word that it could not take.
                let place = reader.offset - 4..<reader.offset
                body.replaceSubrange(place, with: withUnsafeBytes(of: meant.littleEndian) { Array($0) })
            }
        }
        throw .badRequest("INPUT_FETCH_ERROR")
    }

    /// How many parameters of one query may be given so: a list of users.
    private static let looseTypesMax = 64

    /// The server takes a peer where a channel or a user is asked for, and clients rely on it; layer 214 has a constructor
    /// of its own for what layer 229 writes with more flags. Their layouts are the same.
    private static let looseTypes: [String: [UInt32: UInt32]] = [
        // inputPeerChannel for inputChannel
        "InputChannel": [0x27bc_bbfc: 0xf35a_ec28],
        // inputPeerUser for inputUser, inputPeerSelf for inputUserSelf
        "InputUser": [0xdde8_a54c: 0xf211_58c6, 0x7da0_7ec9: 0xf7c1_b13f],
        // inputReplyToMessage
        "InputReplyTo": [0x869f_be10: 0x3bd4_b7c2],
    ]

    /// The query that this one is to follow.
    static func precedingQuery(_ body: [UInt8]) -> Int64? {
        var reader = TLReader(body, range: 0..<min(12, body.count))
        guard (try? reader.word()) == invokeAfterMsg else { return nil }
        return try? reader.fixed(Int64.self)
    }
}

extension RequestFacts {
    init(_ wrappers: CallWrappers, center: DataCenterID) {
        let name = wrappers.function.map { type(of: $0).name } ?? "unknown#\(String(wrappers.constructor, radix: 16))"
        self.init(method: name, center: center, chat: wrappers.function.flatMap(Self.chat))
    }

    private static func chat(of function: any TLFunction) -> ChannelID? {
        switch function {
        case let it as Function.MessagesSendMessage: channel(it.peer)
        case let it as Function.MessagesSendMedia: channel(it.peer)
        case let it as Function.MessagesSendMultiMedia: channel(it.peer)
        case let it as Function.MessagesUploadMedia: channel(it.peer)
        case let it as Function.MessagesForwardMessages: channel(it.toPeer)
        case let it as Function.MessagesEditMessage: channel(it.peer)
        case let it as Function.MessagesUpdatePinnedMessage: channel(it.peer)
        case let it as Function.MessagesUnpinAllMessages: channel(it.peer)
        case let it as Function.MessagesGetHistory: channel(it.peer)
        case let it as Function.MessagesSearch: channel(it.peer)
        case let it as Function.MessagesSetHistoryTTL: channel(it.peer)
        case let it as Function.ChannelsGetMessages: channel(it.channel)
        case let it as Function.ChannelsDeleteMessages: channel(it.channel)
        case let it as Function.ChannelsGetFullChannel: channel(it.channel)
        case let it as Function.ChannelsEditAdmin: channel(it.channel)
        case let it as Function.ChannelsDeleteChannel: channel(it.channel)
        case let it as Function.UpdatesGetChannelDifference: channel(it.channel)
        default: nil
        }
    }

    private static func channel(_ peer: API.InputPeer) -> ChannelID? {
        if case .inputPeerChannel(let it) = peer { ChannelID(rawValue: it.channelID) } else { nil }
    }

    private static func channel(_ channel: API.InputChannel) -> ChannelID? {
        if case .inputChannel(let it) = channel { ChannelID(rawValue: it.channelID) } else { nil }
    }
}
