// SPDX-License-Identifier: MIT
// Written by Scripts/generate-tl. Do not edit.

extension API {

    /// `InputMedia`
    package indirect enum InputMedia: TLBoxed, Hashable {
        case inputMediaPhoto(InputMediaPhoto)
        case inputMediaEmpty
        case inputMediaUploadedDocument(InputMediaUploadedDocument)
        case inputMediaDocument(InputMediaDocument)
        case inputMediaUploadedPhoto(InputMediaUploadedPhoto)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe3af4434, 0xb3ba0635:
                self = .inputMediaPhoto(try InputMediaPhoto(constructor: constructor, from: &reader))
            case 0x9664f57f: self = .inputMediaEmpty
            case 0x037c9330:
                self = .inputMediaUploadedDocument(
                    try InputMediaUploadedDocument(constructor: constructor, from: &reader))
            case 0xa8763ab5:
                self = .inputMediaDocument(try InputMediaDocument(constructor: constructor, from: &reader))
            case 0x7d8375da, 0x1e287d04:
                self = .inputMediaUploadedPhoto(try InputMediaUploadedPhoto(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputMedia")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputMediaPhoto(let value): value.write(to: &writer)
            case .inputMediaEmpty: writer.constructor(0x9664f57f)
            case .inputMediaUploadedDocument(let value): value.write(to: &writer)
            case .inputMediaDocument(let value): value.write(to: &writer)
            case .inputMediaUploadedPhoto(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputMediaPhoto#e3af4434`, layer 201: `#b3ba0635`
    package struct InputMediaPhoto: TLBoxed, Hashable {
        package var spoiler: Bool
        package var livePhoto: Bool
        package var id: API.InputPhoto
        package var ttlSeconds: Int32?
        package var video: API.InputDocument?

        package init(
            spoiler: Bool = false, livePhoto: Bool = false, id: API.InputPhoto, ttlSeconds: Int32? = nil,
            video: API.InputDocument? = nil
        ) {
            self.spoiler = spoiler
            self.livePhoto = livePhoto
            self.id = id
            self.ttlSeconds = ttlSeconds
            self.video = video
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe3af4434: self = try Self(newest: &reader)
            case 0xb3ba0635: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "InputMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x2 != 0
            livePhoto = flags & 0x4 != 0
            id = try reader.read()
            ttlSeconds = try reader.optional(flags & 0x1)
            video = try reader.optional(flags & 0x4)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x2 != 0
            id = try reader.read()
            ttlSeconds = try reader.optional(flags & 0x1)
            livePhoto = false
            video = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xe3af4434)
            var flags: UInt32 = 0
            if ttlSeconds != nil { flags |= 0x1 }
            if spoiler { flags |= 0x2 }
            if video != nil { flags |= 0x4 }
            writer.word(flags)
            writer.write(id)
            if let ttlSeconds { writer.write(ttlSeconds) }
            if let video { writer.write(video) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0xb3ba0635)
            var flags: UInt32 = 0
            if ttlSeconds != nil { flags |= 0x1 }
            if spoiler { flags |= 0x2 }
            writer.word(flags)
            writer.write(id)
            if let ttlSeconds { writer.write(ttlSeconds) }
        }
    }

    /// `inputMediaUploadedDocument#37c9330`
    package struct InputMediaUploadedDocument: TLBoxed, Hashable {
        package var nosoundVideo: Bool
        package var forceFile: Bool
        package var spoiler: Bool
        package var file: API.InputFile
        package var thumb: API.InputFile?
        package var mimeType: String
        package var attributes: [API.DocumentAttribute]
        package var stickers: [API.InputDocument]?
        package var videoCover: API.InputPhoto?
        package var videoTimestamp: Int32?
        package var ttlSeconds: Int32?

        package init(
            nosoundVideo: Bool = false, forceFile: Bool = false, spoiler: Bool = false, file: API.InputFile,
            thumb: API.InputFile? = nil, mimeType: String, attributes: [API.DocumentAttribute] = [],
            stickers: [API.InputDocument]? = nil, videoCover: API.InputPhoto? = nil, videoTimestamp: Int32? = nil,
            ttlSeconds: Int32? = nil
        ) {
            self.nosoundVideo = nosoundVideo
            self.forceFile = forceFile
            self.spoiler = spoiler
            self.file = file
            self.thumb = thumb
            self.mimeType = mimeType
            self.attributes = attributes
            self.stickers = stickers
            self.videoCover = videoCover
            self.videoTimestamp = videoTimestamp
            self.ttlSeconds = ttlSeconds
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x037c9330: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            nosoundVideo = flags & 0x8 != 0
            forceFile = flags & 0x10 != 0
            spoiler = flags & 0x20 != 0
            file = try reader.read()
            thumb = try reader.optional(flags & 0x4)
            mimeType = try reader.read()
            attributes = try reader.read()
            stickers = try reader.optional(flags & 0x1)
            videoCover = try reader.optional(flags & 0x40)
            videoTimestamp = try reader.optional(flags & 0x80)
            ttlSeconds = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x037c9330)
            var flags: UInt32 = 0
            if stickers != nil { flags |= 0x1 }
            if ttlSeconds != nil { flags |= 0x2 }
            if thumb != nil { flags |= 0x4 }
            if nosoundVideo { flags |= 0x8 }
            if forceFile { flags |= 0x10 }
            if spoiler { flags |= 0x20 }
            if videoCover != nil { flags |= 0x40 }
            if videoTimestamp != nil { flags |= 0x80 }
            writer.word(flags)
            writer.write(file)
            if let thumb { writer.write(thumb) }
            writer.write(mimeType)
            writer.write(attributes)
            if let stickers { writer.write(stickers) }
            if let videoCover { writer.write(videoCover) }
            if let videoTimestamp { writer.write(videoTimestamp) }
            if let ttlSeconds { writer.write(ttlSeconds) }
        }
    }

    /// `inputMediaDocument#a8763ab5`
    package struct InputMediaDocument: TLBoxed, Hashable {
        package var spoiler: Bool
        package var id: API.InputDocument
        package var videoCover: API.InputPhoto?
        package var videoTimestamp: Int32?
        package var ttlSeconds: Int32?
        package var query: String?

        package init(
            spoiler: Bool = false, id: API.InputDocument, videoCover: API.InputPhoto? = nil,
            videoTimestamp: Int32? = nil, ttlSeconds: Int32? = nil, query: String? = nil
        ) {
            self.spoiler = spoiler
            self.id = id
            self.videoCover = videoCover
            self.videoTimestamp = videoTimestamp
            self.ttlSeconds = ttlSeconds
            self.query = query
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xa8763ab5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x4 != 0
            id = try reader.read()
            videoCover = try reader.optional(flags & 0x8)
            videoTimestamp = try reader.optional(flags & 0x10)
            ttlSeconds = try reader.optional(flags & 0x1)
            query = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xa8763ab5)
            var flags: UInt32 = 0
            if ttlSeconds != nil { flags |= 0x1 }
            if query != nil { flags |= 0x2 }
            if spoiler { flags |= 0x4 }
            if videoCover != nil { flags |= 0x8 }
            if videoTimestamp != nil { flags |= 0x10 }
            writer.word(flags)
            writer.write(id)
            if let videoCover { writer.write(videoCover) }
            if let videoTimestamp { writer.write(videoTimestamp) }
            if let ttlSeconds { writer.write(ttlSeconds) }
            if let query { writer.write(query) }
        }
    }

    /// `inputMediaUploadedPhoto#7d8375da`, layer 201: `#1e287d04`
    package struct InputMediaUploadedPhoto: TLBoxed, Hashable {
        package var spoiler: Bool
        package var livePhoto: Bool
        package var file: API.InputFile
        package var stickers: [API.InputDocument]?
        package var ttlSeconds: Int32?
        package var video: API.InputDocument?

        package init(
            spoiler: Bool = false, livePhoto: Bool = false, file: API.InputFile, stickers: [API.InputDocument]? = nil,
            ttlSeconds: Int32? = nil, video: API.InputDocument? = nil
        ) {
            self.spoiler = spoiler
            self.livePhoto = livePhoto
            self.file = file
            self.stickers = stickers
            self.ttlSeconds = ttlSeconds
            self.video = video
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7d8375da: self = try Self(newest: &reader)
            case 0x1e287d04: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "InputMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x4 != 0
            livePhoto = flags & 0x8 != 0
            file = try reader.read()
            stickers = try reader.optional(flags & 0x1)
            ttlSeconds = try reader.optional(flags & 0x2)
            video = try reader.optional(flags & 0x8)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x4 != 0
            file = try reader.read()
            stickers = try reader.optional(flags & 0x1)
            ttlSeconds = try reader.optional(flags & 0x2)
            livePhoto = false
            video = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0x7d8375da)
            var flags: UInt32 = 0
            if stickers != nil { flags |= 0x1 }
            if ttlSeconds != nil { flags |= 0x2 }
            if spoiler { flags |= 0x4 }
            if video != nil { flags |= 0x8 }
            writer.word(flags)
            writer.write(file)
            if let stickers { writer.write(stickers) }
            if let ttlSeconds { writer.write(ttlSeconds) }
            if let video { writer.write(video) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x1e287d04)
            var flags: UInt32 = 0
            if stickers != nil { flags |= 0x1 }
            if ttlSeconds != nil { flags |= 0x2 }
            if spoiler { flags |= 0x4 }
            writer.word(flags)
            writer.write(file)
            if let stickers { writer.write(stickers) }
            if let ttlSeconds { writer.write(ttlSeconds) }
        }
    }

    /// `MessageMedia`
    package indirect enum MessageMedia: TLBoxed, Hashable {
        case messageMediaGeo(MessageMediaGeo)
        case messageMediaContact(MessageMediaContact)
        case messageMediaVenue(MessageMediaVenue)
        case messageMediaInvoice(MessageMediaInvoice)
        case messageMediaGeoLive(MessageMediaGeoLive)
        case messageMediaPoll(MessageMediaPoll)
        case messageMediaDice(MessageMediaDice)
        case messageMediaStory(MessageMediaStory)
        case messageMediaEmpty
        case messageMediaDocument(MessageMediaDocument)
        case messageMediaPhoto(MessageMediaPhoto)
        case messageMediaUnsupported
        case messageMediaWebPage(MessageMediaWebPage)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x56e0d474:
                self = .messageMediaGeo(try MessageMediaGeo(constructor: constructor, from: &reader))
            case 0x70322949:
                self = .messageMediaContact(try MessageMediaContact(constructor: constructor, from: &reader))
            case 0x2ec0533f:
                self = .messageMediaVenue(try MessageMediaVenue(constructor: constructor, from: &reader))
            case 0xf6a548d3:
                self = .messageMediaInvoice(try MessageMediaInvoice(constructor: constructor, from: &reader))
            case 0xb940c666:
                self = .messageMediaGeoLive(try MessageMediaGeoLive(constructor: constructor, from: &reader))
            case 0x4bd6e798:
                self = .messageMediaPoll(try MessageMediaPoll(constructor: constructor, from: &reader))
            case 0x3f7ee58b:
                self = .messageMediaDice(try MessageMediaDice(constructor: constructor, from: &reader))
            case 0x68cb6283:
                self = .messageMediaStory(try MessageMediaStory(constructor: constructor, from: &reader))
            case 0x3ded6320: self = .messageMediaEmpty
            case 0x52d8ccd9:
                self = .messageMediaDocument(try MessageMediaDocument(constructor: constructor, from: &reader))
            case 0xe216eb63, 0x695150d7:
                self = .messageMediaPhoto(try MessageMediaPhoto(constructor: constructor, from: &reader))
            case 0x9f84f49e: self = .messageMediaUnsupported
            case 0xddf10c3b:
                self = .messageMediaWebPage(try MessageMediaWebPage(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .messageMediaGeo(let value): value.write(to: &writer)
            case .messageMediaContact(let value): value.write(to: &writer)
            case .messageMediaVenue(let value): value.write(to: &writer)
            case .messageMediaInvoice(let value): value.write(to: &writer)
            case .messageMediaGeoLive(let value): value.write(to: &writer)
            case .messageMediaPoll(let value): value.write(to: &writer)
            case .messageMediaDice(let value): value.write(to: &writer)
            case .messageMediaStory(let value): value.write(to: &writer)
            case .messageMediaEmpty: writer.constructor(0x3ded6320)
            case .messageMediaDocument(let value): value.write(to: &writer)
            case .messageMediaPhoto(let value): value.write(to: &writer)
            case .messageMediaUnsupported: writer.constructor(0x9f84f49e)
            case .messageMediaWebPage(let value): value.write(to: &writer)
            }
        }
    }

    /// `messageMediaGeo#56e0d474`
    package struct MessageMediaGeo: TLBoxed, Hashable {
        package var geo: API.GeoPoint

        package init(geo: API.GeoPoint) {
            self.geo = geo
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x56e0d474: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            geo = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x56e0d474)
            writer.write(geo)
        }
    }

    /// `messageMediaContact#70322949`
    package struct MessageMediaContact: TLBoxed, Hashable {
        package var phoneNumber: String
        package var firstName: String
        package var lastName: String
        package var vcard: String
        package var userID: Int64

        package init(phoneNumber: String, firstName: String, lastName: String, vcard: String, userID: Int64) {
            self.phoneNumber = phoneNumber
            self.firstName = firstName
            self.lastName = lastName
            self.vcard = vcard
            self.userID = userID
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x70322949: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            phoneNumber = try reader.read()
            firstName = try reader.read()
            lastName = try reader.read()
            vcard = try reader.read()
            userID = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x70322949)
            writer.write(phoneNumber)
            writer.write(firstName)
            writer.write(lastName)
            writer.write(vcard)
            writer.write(userID)
        }
    }

    /// `messageMediaVenue#2ec0533f`
    package struct MessageMediaVenue: TLBoxed, Hashable {
        package var geo: API.GeoPoint
        package var title: String
        package var address: String
        package var provider: String
        package var venueID: String
        package var venueType: String

        package init(
            geo: API.GeoPoint, title: String, address: String, provider: String, venueID: String, venueType: String
        ) {
            self.geo = geo
            self.title = title
            self.address = address
            self.provider = provider
            self.venueID = venueID
            self.venueType = venueType
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x2ec0533f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            geo = try reader.read()
            title = try reader.read()
            address = try reader.read()
            provider = try reader.read()
            venueID = try reader.read()
            venueType = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x2ec0533f)
            writer.write(geo)
            writer.write(title)
            writer.write(address)
            writer.write(provider)
            writer.write(venueID)
            writer.write(venueType)
        }
    }

    /// `messageMediaInvoice#f6a548d3`
    package struct MessageMediaInvoice: TLBoxed, Hashable {
        package var shippingAddressRequested: Bool
        package var test: Bool
        package var title: String
        package var description: String
        package var photo: Unlisted?
        package var receiptMsgID: Int32?
        package var currency: String
        package var totalAmount: Int64
        package var startParam: String
        package var extendedMedia: Unlisted?

        package init(
            shippingAddressRequested: Bool = false, test: Bool = false, title: String, description: String,
            photo: Unlisted? = nil, receiptMsgID: Int32? = nil, currency: String, totalAmount: Int64,
            startParam: String, extendedMedia: Unlisted? = nil
        ) {
            self.shippingAddressRequested = shippingAddressRequested
            self.test = test
            self.title = title
            self.description = description
            self.photo = photo
            self.receiptMsgID = receiptMsgID
            self.currency = currency
            self.totalAmount = totalAmount
            self.startParam = startParam
            self.extendedMedia = extendedMedia
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf6a548d3: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            shippingAddressRequested = flags & 0x2 != 0
            test = flags & 0x8 != 0
            title = try reader.read()
            description = try reader.read()
            photo = try reader.optional(flags & 0x1)
            receiptMsgID = try reader.optional(flags & 0x4)
            currency = try reader.read()
            totalAmount = try reader.read()
            startParam = try reader.read()
            extendedMedia = try reader.optional(flags & 0x10)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf6a548d3)
            var flags: UInt32 = 0
            if photo != nil { flags |= 0x1 }
            if shippingAddressRequested { flags |= 0x2 }
            if receiptMsgID != nil { flags |= 0x4 }
            if test { flags |= 0x8 }
            if extendedMedia != nil { flags |= 0x10 }
            writer.word(flags)
            writer.write(title)
            writer.write(description)
            if let photo { writer.write(photo) }
            if let receiptMsgID { writer.write(receiptMsgID) }
            writer.write(currency)
            writer.write(totalAmount)
            writer.write(startParam)
            if let extendedMedia { writer.write(extendedMedia) }
        }
    }

    /// `messageMediaGeoLive#b940c666`
    package struct MessageMediaGeoLive: TLBoxed, Hashable {
        package var geo: API.GeoPoint
        package var heading: Int32?
        package var period: Int32
        package var proximityNotificationRadius: Int32?

        package init(geo: API.GeoPoint, heading: Int32? = nil, period: Int32, proximityNotificationRadius: Int32? = nil)
        {
            self.geo = geo
            self.heading = heading
            self.period = period
            self.proximityNotificationRadius = proximityNotificationRadius
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb940c666: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            geo = try reader.read()
            heading = try reader.optional(flags & 0x1)
            period = try reader.read()
            proximityNotificationRadius = try reader.optional(flags & 0x2)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb940c666)
            var flags: UInt32 = 0
            if heading != nil { flags |= 0x1 }
            if proximityNotificationRadius != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(geo)
            if let heading { writer.write(heading) }
            writer.write(period)
            if let proximityNotificationRadius { writer.write(proximityNotificationRadius) }
        }
    }

    /// `messageMediaPoll#4bd6e798`
    package struct MessageMediaPoll: TLBoxed, Hashable {
        package var poll: API.Poll
        package var results: API.PollResults

        package init(poll: API.Poll, results: API.PollResults) {
            self.poll = poll
            self.results = results
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x4bd6e798: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            poll = try reader.read()
            results = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x4bd6e798)
            writer.write(poll)
            writer.write(results)
        }
    }

    /// `messageMediaDice#3f7ee58b`
    package struct MessageMediaDice: TLBoxed, Hashable {
        package var value: Int32
        package var emoticon: String

        package init(value: Int32, emoticon: String) {
            self.value = value
            self.emoticon = emoticon
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3f7ee58b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            value = try reader.read()
            emoticon = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3f7ee58b)
            writer.write(value)
            writer.write(emoticon)
        }
    }

    /// `messageMediaStory#68cb6283`
    package struct MessageMediaStory: TLBoxed, Hashable {
        package var viaMention: Bool
        package var peer: API.Peer
        package var id: Int32
        package var story: Unlisted?

        package init(viaMention: Bool = false, peer: API.Peer, id: Int32, story: Unlisted? = nil) {
            self.viaMention = viaMention
            self.peer = peer
            self.id = id
            self.story = story
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x68cb6283: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            viaMention = flags & 0x2 != 0
            peer = try reader.read()
            id = try reader.read()
            story = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x68cb6283)
            var flags: UInt32 = 0
            if story != nil { flags |= 0x1 }
            if viaMention { flags |= 0x2 }
            writer.word(flags)
            writer.write(peer)
            writer.write(id)
            if let story { writer.write(story) }
        }
    }

    /// `messageMediaDocument#52d8ccd9`
    package struct MessageMediaDocument: TLBoxed, Hashable {
        package var nopremium: Bool
        package var spoiler: Bool
        package var video: Bool
        package var round: Bool
        package var voice: Bool
        package var document: API.Document?
        package var altDocuments: [API.Document]?
        package var videoCover: API.Photo?
        package var videoTimestamp: Int32?
        package var ttlSeconds: Int32?

        package init(
            nopremium: Bool = false, spoiler: Bool = false, video: Bool = false, round: Bool = false,
            voice: Bool = false, document: API.Document? = nil, altDocuments: [API.Document]? = nil,
            videoCover: API.Photo? = nil, videoTimestamp: Int32? = nil, ttlSeconds: Int32? = nil
        ) {
            self.nopremium = nopremium
            self.spoiler = spoiler
            self.video = video
            self.round = round
            self.voice = voice
            self.document = document
            self.altDocuments = altDocuments
            self.videoCover = videoCover
            self.videoTimestamp = videoTimestamp
            self.ttlSeconds = ttlSeconds
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x52d8ccd9: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            nopremium = flags & 0x8 != 0
            spoiler = flags & 0x10 != 0
            video = flags & 0x40 != 0
            round = flags & 0x80 != 0
            voice = flags & 0x100 != 0
            document = try reader.optional(flags & 0x1)
            altDocuments = try reader.optional(flags & 0x20)
            videoCover = try reader.optional(flags & 0x200)
            videoTimestamp = try reader.optional(flags & 0x400)
            ttlSeconds = try reader.optional(flags & 0x4)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x52d8ccd9)
            var flags: UInt32 = 0
            if document != nil { flags |= 0x1 }
            if ttlSeconds != nil { flags |= 0x4 }
            if nopremium { flags |= 0x8 }
            if spoiler { flags |= 0x10 }
            if altDocuments != nil { flags |= 0x20 }
            if video { flags |= 0x40 }
            if round { flags |= 0x80 }
            if voice { flags |= 0x100 }
            if videoCover != nil { flags |= 0x200 }
            if videoTimestamp != nil { flags |= 0x400 }
            writer.word(flags)
            if let document { writer.write(document) }
            if let altDocuments { writer.write(altDocuments) }
            if let videoCover { writer.write(videoCover) }
            if let videoTimestamp { writer.write(videoTimestamp) }
            if let ttlSeconds { writer.write(ttlSeconds) }
        }
    }

    /// `messageMediaPhoto#e216eb63`, layer 201: `#695150d7`
    package struct MessageMediaPhoto: TLBoxed, Hashable {
        package var spoiler: Bool
        package var livePhoto: Bool
        package var photo: API.Photo?
        package var ttlSeconds: Int32?
        package var video: API.Document?

        package init(
            spoiler: Bool = false, livePhoto: Bool = false, photo: API.Photo? = nil, ttlSeconds: Int32? = nil,
            video: API.Document? = nil
        ) {
            self.spoiler = spoiler
            self.livePhoto = livePhoto
            self.photo = photo
            self.ttlSeconds = ttlSeconds
            self.video = video
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe216eb63: self = try Self(newest: &reader)
            case 0x695150d7: self = try Self(older: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x8 != 0
            livePhoto = flags & 0x10 != 0
            photo = try reader.optional(flags & 0x1)
            ttlSeconds = try reader.optional(flags & 0x4)
            video = try reader.optional(flags & 0x10)
        }

        private init(older reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            spoiler = flags & 0x8 != 0
            photo = try reader.optional(flags & 0x1)
            ttlSeconds = try reader.optional(flags & 0x4)
            livePhoto = false
            video = nil
        }

        package func write(to writer: inout TLWriter) {
            guard writer.layer >= .newest else { return writeOlder(to: &writer) }
            writer.constructor(0xe216eb63)
            var flags: UInt32 = 0
            if photo != nil { flags |= 0x1 }
            if ttlSeconds != nil { flags |= 0x4 }
            if spoiler { flags |= 0x8 }
            if video != nil { flags |= 0x10 }
            writer.word(flags)
            if let photo { writer.write(photo) }
            if let ttlSeconds { writer.write(ttlSeconds) }
            if let video { writer.write(video) }
        }

        private func writeOlder(to writer: inout TLWriter) {
            writer.constructor(0x695150d7)
            var flags: UInt32 = 0
            if photo != nil { flags |= 0x1 }
            if ttlSeconds != nil { flags |= 0x4 }
            if spoiler { flags |= 0x8 }
            writer.word(flags)
            if let photo { writer.write(photo) }
            if let ttlSeconds { writer.write(ttlSeconds) }
        }
    }

    /// `messageMediaWebPage#ddf10c3b`
    package struct MessageMediaWebPage: TLBoxed, Hashable {
        package var forceLargeMedia: Bool
        package var forceSmallMedia: Bool
        package var manual: Bool
        package var safe: Bool
        package var webpage: API.WebPage

        package init(
            forceLargeMedia: Bool = false, forceSmallMedia: Bool = false, manual: Bool = false, safe: Bool = false,
            webpage: API.WebPage
        ) {
            self.forceLargeMedia = forceLargeMedia
            self.forceSmallMedia = forceSmallMedia
            self.manual = manual
            self.safe = safe
            self.webpage = webpage
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xddf10c3b: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "MessageMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            forceLargeMedia = flags & 0x1 != 0
            forceSmallMedia = flags & 0x2 != 0
            manual = flags & 0x8 != 0
            safe = flags & 0x10 != 0
            webpage = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xddf10c3b)
            var flags: UInt32 = 0
            if forceLargeMedia { flags |= 0x1 }
            if forceSmallMedia { flags |= 0x2 }
            if manual { flags |= 0x8 }
            if safe { flags |= 0x10 }
            writer.word(flags)
            writer.write(webpage)
        }
    }

    /// `GeoPoint`
    package enum GeoPoint: TLBoxed, Hashable {
        case geoPointEmpty
        case geoPoint(GeoPointValue)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1117dd5f: self = .geoPointEmpty
            case 0xb2a2f663:
                self = .geoPoint(try GeoPointValue(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "GeoPoint")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .geoPointEmpty: writer.constructor(0x1117dd5f)
            case .geoPoint(let value): value.write(to: &writer)
            }
        }
    }

    /// `geoPoint#b2a2f663`
    package struct GeoPointValue: TLBoxed, Hashable {
        package var long: Double
        package var lat: Double
        package var accessHash: Int64
        package var accuracyRadius: Int32?

        package init(long: Double, lat: Double, accessHash: Int64, accuracyRadius: Int32? = nil) {
            self.long = long
            self.lat = lat
            self.accessHash = accessHash
            self.accuracyRadius = accuracyRadius
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb2a2f663: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "GeoPoint")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            long = try reader.read()
            lat = try reader.read()
            accessHash = try reader.read()
            accuracyRadius = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb2a2f663)
            var flags: UInt32 = 0
            if accuracyRadius != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(long)
            writer.write(lat)
            writer.write(accessHash)
            if let accuracyRadius { writer.write(accuracyRadius) }
        }
    }

    /// `poll#58747131`
    package struct Poll: TLBoxed, Hashable {
        package var id: Int64
        package var closed: Bool
        package var publicVoters: Bool
        package var multipleChoice: Bool
        package var quiz: Bool
        package var question: API.TextWithEntities
        package var answers: [API.PollAnswer]
        package var closePeriod: Int32?
        package var closeDate: Int32?

        package init(
            id: Int64, closed: Bool = false, publicVoters: Bool = false, multipleChoice: Bool = false,
            quiz: Bool = false, question: API.TextWithEntities, answers: [API.PollAnswer] = [],
            closePeriod: Int32? = nil, closeDate: Int32? = nil
        ) {
            self.id = id
            self.closed = closed
            self.publicVoters = publicVoters
            self.multipleChoice = multipleChoice
            self.quiz = quiz
            self.question = question
            self.answers = answers
            self.closePeriod = closePeriod
            self.closeDate = closeDate
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x58747131: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Poll")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            let flags: UInt32 = try reader.word()
            closed = flags & 0x1 != 0
            publicVoters = flags & 0x2 != 0
            multipleChoice = flags & 0x4 != 0
            quiz = flags & 0x8 != 0
            question = try reader.read()
            answers = try reader.read()
            closePeriod = try reader.optional(flags & 0x10)
            closeDate = try reader.optional(flags & 0x20)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x58747131)
            var flags: UInt32 = 0
            if closed { flags |= 0x1 }
            if publicVoters { flags |= 0x2 }
            if multipleChoice { flags |= 0x4 }
            if quiz { flags |= 0x8 }
            if closePeriod != nil { flags |= 0x10 }
            if closeDate != nil { flags |= 0x20 }
            writer.write(id)
            writer.word(flags)
            writer.write(question)
            writer.write(answers)
            if let closePeriod { writer.write(closePeriod) }
            if let closeDate { writer.write(closeDate) }
        }
    }

    /// `pollAnswer#ff16e2ca`
    package struct PollAnswer: TLBoxed, Hashable {
        package var text: API.TextWithEntities
        package var option: [UInt8]

        package init(text: API.TextWithEntities, option: [UInt8]) {
            self.text = text
            self.option = option
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xff16e2ca: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PollAnswer")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            text = try reader.read()
            option = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xff16e2ca)
            writer.write(text)
            writer.bytes(option)
        }
    }

    /// `pollAnswerVoters#3b6ddad2`
    package struct PollAnswerVoters: TLBoxed, Hashable {
        package var chosen: Bool
        package var correct: Bool
        package var option: [UInt8]
        package var voters: Int32

        package init(chosen: Bool = false, correct: Bool = false, option: [UInt8], voters: Int32) {
            self.chosen = chosen
            self.correct = correct
            self.option = option
            self.voters = voters
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x3b6ddad2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PollAnswerVoters")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            chosen = flags & 0x1 != 0
            correct = flags & 0x2 != 0
            option = try reader.bytes()
            voters = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x3b6ddad2)
            var flags: UInt32 = 0
            if chosen { flags |= 0x1 }
            if correct { flags |= 0x2 }
            writer.word(flags)
            writer.bytes(option)
            writer.write(voters)
        }
    }

    /// `pollResults#7adf2420`
    package struct PollResults: TLBoxed, Hashable {
        package var min: Bool
        package var results: [API.PollAnswerVoters]?
        package var totalVoters: Int32?
        package var recentVoters: [API.Peer]?
        package var solution: String?
        package var solutionEntities: [API.MessageEntity]?

        package init(
            min: Bool = false, results: [API.PollAnswerVoters]? = nil, totalVoters: Int32? = nil,
            recentVoters: [API.Peer]? = nil, solution: String? = nil, solutionEntities: [API.MessageEntity]? = nil
        ) {
            self.min = min
            self.results = results
            self.totalVoters = totalVoters
            self.recentVoters = recentVoters
            self.solution = solution
            self.solutionEntities = solutionEntities
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7adf2420: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PollResults")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            min = flags & 0x1 != 0
            results = try reader.optional(flags & 0x2)
            totalVoters = try reader.optional(flags & 0x4)
            recentVoters = try reader.optional(flags & 0x8)
            solution = try reader.optional(flags & 0x10)
            solutionEntities = try reader.optional(flags & 0x10)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7adf2420)
            var flags: UInt32 = 0
            if min { flags |= 0x1 }
            if results != nil { flags |= 0x2 }
            if totalVoters != nil { flags |= 0x4 }
            if recentVoters != nil { flags |= 0x8 }
            if solution != nil, solutionEntities != nil { flags |= 0x10 }
            writer.word(flags)
            if let results { writer.write(results) }
            if let totalVoters { writer.write(totalVoters) }
            if let recentVoters { writer.write(recentVoters) }
            if flags & 0x10 != 0, let solution { writer.write(solution) }
            if flags & 0x10 != 0, let solutionEntities { writer.write(solutionEntities) }
        }
    }

    /// `WebPage`
    package indirect enum WebPage: TLBoxed, Hashable {
        case webPageEmpty(WebPageEmpty)
        case webPagePending(WebPagePending)
        case webPage(WebPageValue)
        case webPageNotModified(WebPageNotModified)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x211a1788:
                self = .webPageEmpty(try WebPageEmpty(constructor: constructor, from: &reader))
            case 0xb0d13e47:
                self = .webPagePending(try WebPagePending(constructor: constructor, from: &reader))
            case 0xe89c45b2:
                self = .webPage(try WebPageValue(constructor: constructor, from: &reader))
            case 0x7311ca11:
                self = .webPageNotModified(try WebPageNotModified(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "WebPage")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .webPageEmpty(let value): value.write(to: &writer)
            case .webPagePending(let value): value.write(to: &writer)
            case .webPage(let value): value.write(to: &writer)
            case .webPageNotModified(let value): value.write(to: &writer)
            }
        }
    }

    /// `webPageEmpty#211a1788`
    package struct WebPageEmpty: TLBoxed, Hashable {
        package var id: Int64
        package var url: String?

        package init(id: Int64, url: String? = nil) {
            self.id = id
            self.url = url
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x211a1788: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "WebPage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            id = try reader.read()
            url = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x211a1788)
            var flags: UInt32 = 0
            if url != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(id)
            if let url { writer.write(url) }
        }
    }

    /// `webPagePending#b0d13e47`
    package struct WebPagePending: TLBoxed, Hashable {
        package var id: Int64
        package var url: String?
        package var date: Int32

        package init(id: Int64, url: String? = nil, date: Int32) {
            self.id = id
            self.url = url
            self.date = date
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xb0d13e47: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "WebPage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            id = try reader.read()
            url = try reader.optional(flags & 0x1)
            date = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xb0d13e47)
            var flags: UInt32 = 0
            if url != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(id)
            if let url { writer.write(url) }
            writer.write(date)
        }
    }

    /// `webPage#e89c45b2`
    package struct WebPageValue: TLBoxed, Hashable {
        package var hasLargeMedia: Bool
        package var videoCoverPhoto: Bool
        package var id: Int64
        package var url: String
        package var displayURL: String
        package var hash: Int32
        package var type: String?
        package var siteName: String?
        package var title: String?
        package var description: String?
        package var photo: API.Photo?
        package var embedURL: String?
        package var embedType: String?
        package var embedWidth: Int32?
        package var embedHeight: Int32?
        package var duration: Int32?
        package var author: String?
        package var document: API.Document?
        package var cachedPage: Unlisted?
        package var attributes: [Unlisted]?

        package init(
            hasLargeMedia: Bool = false, videoCoverPhoto: Bool = false, id: Int64, url: String, displayURL: String,
            hash: Int32, type: String? = nil, siteName: String? = nil, title: String? = nil, description: String? = nil,
            photo: API.Photo? = nil, embedURL: String? = nil, embedType: String? = nil, embedWidth: Int32? = nil,
            embedHeight: Int32? = nil, duration: Int32? = nil, author: String? = nil, document: API.Document? = nil,
            cachedPage: Unlisted? = nil, attributes: [Unlisted]? = nil
        ) {
            self.hasLargeMedia = hasLargeMedia
            self.videoCoverPhoto = videoCoverPhoto
            self.id = id
            self.url = url
            self.displayURL = displayURL
            self.hash = hash
            self.type = type
            self.siteName = siteName
            self.title = title
            self.description = description
            self.photo = photo
            self.embedURL = embedURL
            self.embedType = embedType
            self.embedWidth = embedWidth
            self.embedHeight = embedHeight
            self.duration = duration
            self.author = author
            self.document = document
            self.cachedPage = cachedPage
            self.attributes = attributes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe89c45b2: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "WebPage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            hasLargeMedia = flags & 0x2000 != 0
            videoCoverPhoto = flags & 0x4000 != 0
            id = try reader.read()
            url = try reader.read()
            displayURL = try reader.read()
            hash = try reader.read()
            type = try reader.optional(flags & 0x1)
            siteName = try reader.optional(flags & 0x2)
            title = try reader.optional(flags & 0x4)
            description = try reader.optional(flags & 0x8)
            photo = try reader.optional(flags & 0x10)
            embedURL = try reader.optional(flags & 0x20)
            embedType = try reader.optional(flags & 0x20)
            embedWidth = try reader.optional(flags & 0x40)
            embedHeight = try reader.optional(flags & 0x40)
            duration = try reader.optional(flags & 0x80)
            author = try reader.optional(flags & 0x100)
            document = try reader.optional(flags & 0x200)
            cachedPage = try reader.optional(flags & 0x400)
            attributes = try reader.optional(flags & 0x1000)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe89c45b2)
            var flags: UInt32 = 0
            if type != nil { flags |= 0x1 }
            if siteName != nil { flags |= 0x2 }
            if title != nil { flags |= 0x4 }
            if description != nil { flags |= 0x8 }
            if photo != nil { flags |= 0x10 }
            if embedURL != nil, embedType != nil { flags |= 0x20 }
            if embedWidth != nil, embedHeight != nil { flags |= 0x40 }
            if duration != nil { flags |= 0x80 }
            if author != nil { flags |= 0x100 }
            if document != nil { flags |= 0x200 }
            if cachedPage != nil { flags |= 0x400 }
            if attributes != nil { flags |= 0x1000 }
            if hasLargeMedia { flags |= 0x2000 }
            if videoCoverPhoto { flags |= 0x4000 }
            writer.word(flags)
            writer.write(id)
            writer.write(url)
            writer.write(displayURL)
            writer.write(hash)
            if let type { writer.write(type) }
            if let siteName { writer.write(siteName) }
            if let title { writer.write(title) }
            if let description { writer.write(description) }
            if let photo { writer.write(photo) }
            if flags & 0x20 != 0, let embedURL { writer.write(embedURL) }
            if flags & 0x20 != 0, let embedType { writer.write(embedType) }
            if flags & 0x40 != 0, let embedWidth { writer.write(embedWidth) }
            if flags & 0x40 != 0, let embedHeight { writer.write(embedHeight) }
            if let duration { writer.write(duration) }
            if let author { writer.write(author) }
            if let document { writer.write(document) }
            if let cachedPage { writer.write(cachedPage) }
            if let attributes { writer.write(attributes) }
        }
    }

    /// `webPageNotModified#7311ca11`
    package struct WebPageNotModified: TLBoxed, Hashable {
        package var cachedPageViews: Int32?

        package init(cachedPageViews: Int32? = nil) {
            self.cachedPageViews = cachedPageViews
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x7311ca11: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "WebPage")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            cachedPageViews = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x7311ca11)
            var flags: UInt32 = 0
            if cachedPageViews != nil { flags |= 0x1 }
            writer.word(flags)
            if let cachedPageViews { writer.write(cachedPageViews) }
        }
    }

    /// `Document`
    package indirect enum Document: TLBoxed, Hashable {
        case document(DocumentValue)
        case documentEmpty(DocumentEmpty)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8fd4c4d8:
                self = .document(try DocumentValue(constructor: constructor, from: &reader))
            case 0x36f8c871:
                self = .documentEmpty(try DocumentEmpty(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "Document")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .document(let value): value.write(to: &writer)
            case .documentEmpty(let value): value.write(to: &writer)
            }
        }
    }

    /// `document#8fd4c4d8`
    package struct DocumentValue: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64
        package var fileReference: [UInt8]
        package var date: Int32
        package var mimeType: String
        package var size: Int64
        package var thumbs: [API.PhotoSize]?
        package var videoThumbs: [API.VideoSize]?
        package var dcID: Int32
        package var attributes: [API.DocumentAttribute]

        package init(
            id: Int64, accessHash: Int64, fileReference: [UInt8], date: Int32, mimeType: String, size: Int64,
            thumbs: [API.PhotoSize]? = nil, videoThumbs: [API.VideoSize]? = nil, dcID: Int32,
            attributes: [API.DocumentAttribute] = []
        ) {
            self.id = id
            self.accessHash = accessHash
            self.fileReference = fileReference
            self.date = date
            self.mimeType = mimeType
            self.size = size
            self.thumbs = thumbs
            self.videoThumbs = videoThumbs
            self.dcID = dcID
            self.attributes = attributes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x8fd4c4d8: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Document")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            id = try reader.read()
            accessHash = try reader.read()
            fileReference = try reader.bytes()
            date = try reader.read()
            mimeType = try reader.read()
            size = try reader.read()
            thumbs = try reader.optional(flags & 0x1)
            videoThumbs = try reader.optional(flags & 0x2)
            dcID = try reader.read()
            attributes = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x8fd4c4d8)
            var flags: UInt32 = 0
            if thumbs != nil { flags |= 0x1 }
            if videoThumbs != nil { flags |= 0x2 }
            writer.word(flags)
            writer.write(id)
            writer.write(accessHash)
            writer.bytes(fileReference)
            writer.write(date)
            writer.write(mimeType)
            writer.write(size)
            if let thumbs { writer.write(thumbs) }
            if let videoThumbs { writer.write(videoThumbs) }
            writer.write(dcID)
            writer.write(attributes)
        }
    }

    /// `documentEmpty#36f8c871`
    package struct DocumentEmpty: TLBoxed, Hashable {
        package var id: Int64

        package init(id: Int64) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x36f8c871: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "Document")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x36f8c871)
            writer.write(id)
        }
    }

    /// `DocumentAttribute`
    package enum DocumentAttribute: TLBoxed, Hashable {
        case documentAttributeImageSize(DocumentAttributeImageSize)
        case documentAttributeAnimated
        case documentAttributeSticker(DocumentAttributeSticker)
        case documentAttributeVideo(DocumentAttributeVideo)
        case documentAttributeAudio(DocumentAttributeAudio)
        case documentAttributeFilename(DocumentAttributeFilename)
        case documentAttributeHasStickers
        case documentAttributeCustomEmoji(DocumentAttributeCustomEmoji)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6c37c15c:
                self = .documentAttributeImageSize(
                    try DocumentAttributeImageSize(constructor: constructor, from: &reader))
            case 0x11b58939: self = .documentAttributeAnimated
            case 0x6319d612:
                self = .documentAttributeSticker(try DocumentAttributeSticker(constructor: constructor, from: &reader))
            case 0x43c57c48:
                self = .documentAttributeVideo(try DocumentAttributeVideo(constructor: constructor, from: &reader))
            case 0x9852f9c6:
                self = .documentAttributeAudio(try DocumentAttributeAudio(constructor: constructor, from: &reader))
            case 0x15590068:
                self = .documentAttributeFilename(
                    try DocumentAttributeFilename(constructor: constructor, from: &reader))
            case 0x9801d2f7: self = .documentAttributeHasStickers
            case 0xfd149899:
                self = .documentAttributeCustomEmoji(
                    try DocumentAttributeCustomEmoji(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .documentAttributeImageSize(let value): value.write(to: &writer)
            case .documentAttributeAnimated: writer.constructor(0x11b58939)
            case .documentAttributeSticker(let value): value.write(to: &writer)
            case .documentAttributeVideo(let value): value.write(to: &writer)
            case .documentAttributeAudio(let value): value.write(to: &writer)
            case .documentAttributeFilename(let value): value.write(to: &writer)
            case .documentAttributeHasStickers: writer.constructor(0x9801d2f7)
            case .documentAttributeCustomEmoji(let value): value.write(to: &writer)
            }
        }
    }

    /// `documentAttributeImageSize#6c37c15c`
    package struct DocumentAttributeImageSize: TLBoxed, Hashable {
        package var w: Int32
        package var h: Int32

        package init(w: Int32, h: Int32) {
            self.w = w
            self.h = h
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6c37c15c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            w = try reader.read()
            h = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6c37c15c)
            writer.write(w)
            writer.write(h)
        }
    }

    /// `documentAttributeSticker#6319d612`
    package struct DocumentAttributeSticker: TLBoxed, Hashable {
        package var mask: Bool
        package var alt: String
        package var stickerset: API.InputStickerSet
        package var maskCoords: API.MaskCoords?

        package init(
            mask: Bool = false, alt: String, stickerset: API.InputStickerSet, maskCoords: API.MaskCoords? = nil
        ) {
            self.mask = mask
            self.alt = alt
            self.stickerset = stickerset
            self.maskCoords = maskCoords
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x6319d612: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            mask = flags & 0x2 != 0
            alt = try reader.read()
            stickerset = try reader.read()
            maskCoords = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x6319d612)
            var flags: UInt32 = 0
            if maskCoords != nil { flags |= 0x1 }
            if mask { flags |= 0x2 }
            writer.word(flags)
            writer.write(alt)
            writer.write(stickerset)
            if let maskCoords { writer.write(maskCoords) }
        }
    }

    /// `documentAttributeVideo#43c57c48`
    package struct DocumentAttributeVideo: TLBoxed, Hashable {
        package var roundMessage: Bool
        package var supportsStreaming: Bool
        package var nosound: Bool
        package var duration: Double
        package var w: Int32
        package var h: Int32
        package var preloadPrefixSize: Int32?
        package var videoStartTs: Double?
        package var videoCodec: String?

        package init(
            roundMessage: Bool = false, supportsStreaming: Bool = false, nosound: Bool = false, duration: Double,
            w: Int32, h: Int32, preloadPrefixSize: Int32? = nil, videoStartTs: Double? = nil, videoCodec: String? = nil
        ) {
            self.roundMessage = roundMessage
            self.supportsStreaming = supportsStreaming
            self.nosound = nosound
            self.duration = duration
            self.w = w
            self.h = h
            self.preloadPrefixSize = preloadPrefixSize
            self.videoStartTs = videoStartTs
            self.videoCodec = videoCodec
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x43c57c48: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            roundMessage = flags & 0x1 != 0
            supportsStreaming = flags & 0x2 != 0
            nosound = flags & 0x8 != 0
            duration = try reader.read()
            w = try reader.read()
            h = try reader.read()
            preloadPrefixSize = try reader.optional(flags & 0x4)
            videoStartTs = try reader.optional(flags & 0x10)
            videoCodec = try reader.optional(flags & 0x20)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x43c57c48)
            var flags: UInt32 = 0
            if roundMessage { flags |= 0x1 }
            if supportsStreaming { flags |= 0x2 }
            if preloadPrefixSize != nil { flags |= 0x4 }
            if nosound { flags |= 0x8 }
            if videoStartTs != nil { flags |= 0x10 }
            if videoCodec != nil { flags |= 0x20 }
            writer.word(flags)
            writer.write(duration)
            writer.write(w)
            writer.write(h)
            if let preloadPrefixSize { writer.write(preloadPrefixSize) }
            if let videoStartTs { writer.write(videoStartTs) }
            if let videoCodec { writer.write(videoCodec) }
        }
    }

    /// `documentAttributeAudio#9852f9c6`
    package struct DocumentAttributeAudio: TLBoxed, Hashable {
        package var voice: Bool
        package var duration: Int32
        package var title: String?
        package var performer: String?
        package var waveform: [UInt8]?

        package init(
            voice: Bool = false, duration: Int32, title: String? = nil, performer: String? = nil,
            waveform: [UInt8]? = nil
        ) {
            self.voice = voice
            self.duration = duration
            self.title = title
            self.performer = performer
            self.waveform = waveform
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x9852f9c6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            voice = flags & 0x400 != 0
            duration = try reader.read()
            title = try reader.optional(flags & 0x1)
            performer = try reader.optional(flags & 0x2)
            waveform = try reader.optionalBytes(flags & 0x4)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x9852f9c6)
            var flags: UInt32 = 0
            if title != nil { flags |= 0x1 }
            if performer != nil { flags |= 0x2 }
            if waveform != nil { flags |= 0x4 }
            if voice { flags |= 0x400 }
            writer.word(flags)
            writer.write(duration)
            if let title { writer.write(title) }
            if let performer { writer.write(performer) }
            if let waveform { writer.bytes(waveform) }
        }
    }

    /// `documentAttributeFilename#15590068`
    package struct DocumentAttributeFilename: TLBoxed, Hashable {
        package var fileName: String

        package init(fileName: String) {
            self.fileName = fileName
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x15590068: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            fileName = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x15590068)
            writer.write(fileName)
        }
    }

    /// `documentAttributeCustomEmoji#fd149899`
    package struct DocumentAttributeCustomEmoji: TLBoxed, Hashable {
        package var free: Bool
        package var textColor: Bool
        package var alt: String
        package var stickerset: API.InputStickerSet

        package init(free: Bool = false, textColor: Bool = false, alt: String, stickerset: API.InputStickerSet) {
            self.free = free
            self.textColor = textColor
            self.alt = alt
            self.stickerset = stickerset
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfd149899: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "DocumentAttribute")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            free = flags & 0x1 != 0
            textColor = flags & 0x2 != 0
            alt = try reader.read()
            stickerset = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfd149899)
            var flags: UInt32 = 0
            if free { flags |= 0x1 }
            if textColor { flags |= 0x2 }
            writer.word(flags)
            writer.write(alt)
            writer.write(stickerset)
        }
    }

    /// `InputFile`
    package enum InputFile: TLBoxed, Hashable {
        case inputFile(InputFileValue)
        case inputFileBig(InputFileBig)
        case inputFileStoryDocument(InputFileStoryDocument)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf52ff27f:
                self = .inputFile(try InputFileValue(constructor: constructor, from: &reader))
            case 0xfa4f0bb5:
                self = .inputFileBig(try InputFileBig(constructor: constructor, from: &reader))
            case 0x62dc8b48:
                self = .inputFileStoryDocument(try InputFileStoryDocument(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "InputFile")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputFile(let value): value.write(to: &writer)
            case .inputFileBig(let value): value.write(to: &writer)
            case .inputFileStoryDocument(let value): value.write(to: &writer)
            }
        }
    }

    /// `inputFile#f52ff27f`
    package struct InputFileValue: TLBoxed, Hashable {
        package var id: Int64
        package var parts: Int32
        package var name: String
        package var md5Checksum: String

        package init(id: Int64, parts: Int32, name: String, md5Checksum: String) {
            self.id = id
            self.parts = parts
            self.name = name
            self.md5Checksum = md5Checksum
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xf52ff27f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            parts = try reader.read()
            name = try reader.read()
            md5Checksum = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xf52ff27f)
            writer.write(id)
            writer.write(parts)
            writer.write(name)
            writer.write(md5Checksum)
        }
    }

    /// `inputFileBig#fa4f0bb5`
    package struct InputFileBig: TLBoxed, Hashable {
        package var id: Int64
        package var parts: Int32
        package var name: String

        package init(id: Int64, parts: Int32, name: String) {
            self.id = id
            self.parts = parts
            self.name = name
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfa4f0bb5: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            parts = try reader.read()
            name = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfa4f0bb5)
            writer.write(id)
            writer.write(parts)
            writer.write(name)
        }
    }

    /// `inputFileStoryDocument#62dc8b48`
    package struct InputFileStoryDocument: TLBoxed, Hashable {
        package var id: API.InputDocument

        package init(id: API.InputDocument) {
            self.id = id
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x62dc8b48: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputFile")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x62dc8b48)
            writer.write(id)
        }
    }

    /// `InputDocument`
    package enum InputDocument: TLBoxed, Hashable {
        case inputDocument(InputDocumentValue)
        case inputDocumentEmpty

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1abfb575:
                self = .inputDocument(try InputDocumentValue(constructor: constructor, from: &reader))
            case 0x72f0eaae: self = .inputDocumentEmpty
            default: throw .unknownConstructor(constructor, in: "InputDocument")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .inputDocument(let value): value.write(to: &writer)
            case .inputDocumentEmpty: writer.constructor(0x72f0eaae)
            }
        }
    }

    /// `inputDocument#1abfb575`
    package struct InputDocumentValue: TLBoxed, Hashable {
        package var id: Int64
        package var accessHash: Int64
        package var fileReference: [UInt8]

        package init(id: Int64, accessHash: Int64, fileReference: [UInt8]) {
            self.id = id
            self.accessHash = accessHash
            self.fileReference = fileReference
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1abfb575: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputDocument")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            id = try reader.read()
            accessHash = try reader.read()
            fileReference = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1abfb575)
            writer.write(id)
            writer.write(accessHash)
            writer.bytes(fileReference)
        }
    }

    /// `inputSingleMedia#1cc6e91f`
    package struct InputSingleMedia: TLBoxed, Hashable {
        package var media: API.InputMedia
        package var randomID: Int64
        package var message: String
        package var entities: [API.MessageEntity]?

        package init(media: API.InputMedia, randomID: Int64, message: String, entities: [API.MessageEntity]? = nil) {
            self.media = media
            self.randomID = randomID
            self.message = message
            self.entities = entities
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x1cc6e91f: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "InputSingleMedia")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            media = try reader.read()
            randomID = try reader.read()
            message = try reader.read()
            entities = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x1cc6e91f)
            var flags: UInt32 = 0
            if entities != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(media)
            writer.write(randomID)
            writer.write(message)
            if let entities { writer.write(entities) }
        }
    }

    /// `PhotoSize`
    package enum PhotoSize: TLBoxed, Hashable {
        case photoSizeEmpty(PhotoSizeEmpty)
        case photoSize(PhotoSizeValue)
        case photoCachedSize(PhotoCachedSize)
        case photoStrippedSize(PhotoStrippedSize)
        case photoSizeProgressive(PhotoSizeProgressive)
        case photoPathSize(PhotoPathSize)

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0e17e23c:
                self = .photoSizeEmpty(try PhotoSizeEmpty(constructor: constructor, from: &reader))
            case 0x75c78e60:
                self = .photoSize(try PhotoSizeValue(constructor: constructor, from: &reader))
            case 0x021e1ad6:
                self = .photoCachedSize(try PhotoCachedSize(constructor: constructor, from: &reader))
            case 0xe0b0bc2e:
                self = .photoStrippedSize(try PhotoStrippedSize(constructor: constructor, from: &reader))
            case 0xfa3efb95:
                self = .photoSizeProgressive(try PhotoSizeProgressive(constructor: constructor, from: &reader))
            case 0xd8214d41:
                self = .photoPathSize(try PhotoPathSize(constructor: constructor, from: &reader))
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        package func write(to writer: inout TLWriter) {
            switch self {
            case .photoSizeEmpty(let value): value.write(to: &writer)
            case .photoSize(let value): value.write(to: &writer)
            case .photoCachedSize(let value): value.write(to: &writer)
            case .photoStrippedSize(let value): value.write(to: &writer)
            case .photoSizeProgressive(let value): value.write(to: &writer)
            case .photoPathSize(let value): value.write(to: &writer)
            }
        }
    }

    /// `photoSizeEmpty#e17e23c`
    package struct PhotoSizeEmpty: TLBoxed, Hashable {
        package var type: String

        package init(type: String) {
            self.type = type
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x0e17e23c: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x0e17e23c)
            writer.write(type)
        }
    }

    /// `photoSize#75c78e60`
    package struct PhotoSizeValue: TLBoxed, Hashable {
        package var type: String
        package var w: Int32
        package var h: Int32
        package var size: Int32

        package init(type: String, w: Int32, h: Int32, size: Int32) {
            self.type = type
            self.w = w
            self.h = h
            self.size = size
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x75c78e60: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
            w = try reader.read()
            h = try reader.read()
            size = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x75c78e60)
            writer.write(type)
            writer.write(w)
            writer.write(h)
            writer.write(size)
        }
    }

    /// `photoCachedSize#21e1ad6`
    package struct PhotoCachedSize: TLBoxed, Hashable {
        package var type: String
        package var w: Int32
        package var h: Int32
        package var bytes: [UInt8]

        package init(type: String, w: Int32, h: Int32, bytes: [UInt8]) {
            self.type = type
            self.w = w
            self.h = h
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0x021e1ad6: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
            w = try reader.read()
            h = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0x021e1ad6)
            writer.write(type)
            writer.write(w)
            writer.write(h)
            writer.bytes(bytes)
        }
    }

    /// `photoStrippedSize#e0b0bc2e`
    package struct PhotoStrippedSize: TLBoxed, Hashable {
        package var type: String
        package var bytes: [UInt8]

        package init(type: String, bytes: [UInt8]) {
            self.type = type
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xe0b0bc2e: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xe0b0bc2e)
            writer.write(type)
            writer.bytes(bytes)
        }
    }

    /// `photoSizeProgressive#fa3efb95`
    package struct PhotoSizeProgressive: TLBoxed, Hashable {
        package var type: String
        package var w: Int32
        package var h: Int32
        package var sizes: [Int32]

        package init(type: String, w: Int32, h: Int32, sizes: [Int32] = []) {
            self.type = type
            self.w = w
            self.h = h
            self.sizes = sizes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xfa3efb95: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
            w = try reader.read()
            h = try reader.read()
            sizes = try reader.read()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xfa3efb95)
            writer.write(type)
            writer.write(w)
            writer.write(h)
            writer.write(sizes)
        }
    }

    /// `photoPathSize#d8214d41`
    package struct PhotoPathSize: TLBoxed, Hashable {
        package var type: String
        package var bytes: [UInt8]

        package init(type: String, bytes: [UInt8]) {
            self.type = type
            self.bytes = bytes
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xd8214d41: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "PhotoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            type = try reader.read()
            bytes = try reader.bytes()
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xd8214d41)
            writer.write(type)
            writer.bytes(bytes)
        }
    }

    /// `videoSize#de33b094`
    package struct VideoSize: TLBoxed, Hashable {
        package var type: String
        package var w: Int32
        package var h: Int32
        package var size: Int32
        package var videoStartTs: Double?

        package init(type: String, w: Int32, h: Int32, size: Int32, videoStartTs: Double? = nil) {
            self.type = type
            self.w = w
            self.h = h
            self.size = size
            self.videoStartTs = videoStartTs
        }

        package init(constructor: UInt32, from reader: inout TLReader) throws(TLError) {
            switch constructor {
            case 0xde33b094: self = try Self(newest: &reader)
            default: throw .unknownConstructor(constructor, in: "VideoSize")
            }
        }

        private init(newest reader: inout TLReader) throws(TLError) {
            let flags: UInt32 = try reader.word()
            type = try reader.read()
            w = try reader.read()
            h = try reader.read()
            size = try reader.read()
            videoStartTs = try reader.optional(flags & 0x1)
        }

        package func write(to writer: inout TLWriter) {
            writer.constructor(0xde33b094)
            var flags: UInt32 = 0
            if videoStartTs != nil { flags |= 0x1 }
            writer.word(flags)
            writer.write(type)
            writer.write(w)
            writer.write(h)
            writer.write(size)
            if let videoStartTs { writer.write(videoStartTs) }
        }
    }
}
