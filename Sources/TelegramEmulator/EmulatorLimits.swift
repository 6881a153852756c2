// SPDX-License-Identifier: MIT

/// Every number of the emulated server. Where Telegram publishes none, the reason says what the number is modelled on.
package enum EmulatorLimits {
    // MARK: Messages (help.getAppConfig and help.getConfig tell the clients)

    static let captionLength = 1024
    static let captionLengthPremium = 4096
    static let textLength = 4096
    /// `messages.getHistory`, `channels.getMessages`, `channels.deleteMessages`.
    static let messagesPerCall = 100
    static let albumItems = 2...10
    /// `channels.getParticipants`.
    static let participantsPerCall = 200
    static let titleLength = 1...128
    static let aboutLength = 255
    /// How many events a channel remembers: a reader further behind is told `channelDifferenceTooLong`.
    static let channelEvents = 10_000
    static let channelsPerAccount = 500

    // MARK: Files (core.telegram.org/api/files)

    static let partBytes = 524_288
    static let partUnit = 1024
    static let partsDefault: Int32 = 4000
    static let partsPremium: Int32 = 8000
    /// Above this a file goes by `upload.saveBigFilePart`.
    static let smallFileBytes: Int64 = 10_485_760
    static let downloadBytes: Int64 = 1_048_576
    /// Uploaded parts that nobody turned into a document: "minutes to a few hours".
    static let partSeconds: Int64 = 3600
    /// File references: unspecified, hours to a day.
    static let referenceSeconds: Int64 = 4 * 3600
    /// The bytes of a document that no message shows any more stay for those who know its reference.
    static let orphanSeconds: Int64 = 3600
    /// Uploads of one account that are unfinished at once: a bound, not a rule of Telegram's.
    static let uploadsPerAccount = 1000

    // MARK: Login

    static let codeSeconds: Int64 = 300
    static let codeAttempts = 5
    static let exportSeconds: Int64 = 60
    static let passwordSeconds: Int64 = 300

    // MARK: Connections

    /// Each may hold one frame of `FrameLimits.payloadBytesMax` that is not complete yet.
    static let connections = 256
    /// What a gzip'ed query may become.
    static let inflatedBytes = 2 << 20
    static let identifiersPerServiceMessage = 8192
    /// How many message ids a session remembers against replays.
    static let rememberedMessages = 4096
    /// Answers that wait for their acknowledgement; the oldest are forgotten first.
    static let unacknowledgedMessages = 512
    static let unacknowledgedBytes = 64 << 20
    static let sessionsPerKey = 64
    static let messageAgeSeconds: Int64 = 300
    static let messageAheadSeconds: Int64 = 30
    static let saltSeconds: Int64 = 1800
    /// Nesting of `invokeWith…` and of gzip: deeper than any honest client goes.
    static let wrapperDepth = 8
}
