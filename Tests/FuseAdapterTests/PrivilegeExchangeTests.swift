// SPDX-License-Identifier: MIT

import Glibc
import Testing

@testable import FuseAdapter

/// The two bits, on messages as the kernel's `linux/fuse.h` lays them out. That the kernel means by them what we do is for
/// `PermissionsTests`.
struct PrivilegeExchangeTests {
    private static let initialise: UInt32 = 26
    private static let write: UInt32 = 16

    /// A message of 104 bytes with these words at their offsets.
    private func message(_ operation: UInt32, _ words: [Int: UInt32], count: Int = 104) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 104)
        bytes.withUnsafeMutableBytes { bytes in
            bytes.storeBytes(of: operation, toByteOffset: 4, as: UInt32.self)
            for (offset, word) in words { bytes.storeBytes(of: word, toByteOffset: offset, as: UInt32.self) }
        }
        return Array(bytes.prefix(count))
    }

    private func word(_ bytes: [UInt8], _ offset: Int) -> UInt32 {
        bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self) }
    }

    private func received(_ exchange: PrivilegeExchange, _ message: [UInt8]) -> [UInt8] {
        var message = message
        message.withUnsafeMutableBytes { exchange.received($0) }
        return message
    }

    /// The flags that an answer to INIT says in the end.
    private func answered(_ exchange: PrivilegeExchange, to unique: UInt32, error: UInt32 = 0, body: Int = 64) -> UInt32
    {
        var header = message(0, [4: error, 8: unique], count: 16)
        var answer = message(0, [12: 0x21], count: body)
        header.withUnsafeMutableBytes { header in
            answer.withUnsafeMutableBytes { answer in
                let parts = [
                    iovec(iov_base: header.baseAddress, iov_len: header.count),
                    iovec(iov_base: answer.baseAddress, iov_len: answer.count),
                ]
                parts.withUnsafeBufferPointer { exchange.answering($0) }
            }
        }
        return word(answer, 12)
    }

    @Test func whatTheKernelOffersIsAccepted() {
        let exchange = PrivilegeExchange()
        let offer = message(Self.initialise, [8: 7, 52: 1 << 28 | 0x100])
        #expect(received(exchange, offer) == offer)
        // Another answer in between is none of ours.
        #expect(answered(exchange, to: 9) == 0x21)
        #expect(!exchange.isAgreed)
        #expect(answered(exchange, to: 7) == 1 << 28 | 0x21)
        #expect(exchange.isAgreed)
        #expect(answered(exchange, to: 7) == 0x21)
    }

    @Test func whatIsNotOfferedIsNotSaid() {
        let exchange = PrivilegeExchange()
        _ = received(exchange, message(Self.initialise, [8: 7, 52: 0x100]))
        #expect(answered(exchange, to: 7) == 0x21)
        // A kernel from before there were flags, and answers that say nothing.
        _ = received(exchange, message(Self.initialise, [8: 7, 52: 1 << 28], count: 48))
        #expect(answered(exchange, to: 7) == 0x21)
        _ = received(exchange, message(Self.initialise, [8: 7, 52: 1 << 28]))
        #expect(answered(exchange, to: 7, error: 0xFFFF_FFFF) == 0x21)
        #expect(!exchange.isAgreed)
    }

    @Test func aWriteCarriesWhatItTakesAway() {
        let exchange = PrivilegeExchange()
        for (given, clears) in [(0, false), (1, false), (2, false), (4, true), (6, true)] as [(UInt32, Bool)] {
            let seen = received(exchange, message(Self.write, [60: given, 72: 0o2]))
            #expect(PrivilegeExchange.clearsSetIDs(openFlags: Int32(bitPattern: word(seen, 72))) == clears)
            #expect(word(seen, 72) & 0o7777 == 0o2)
            #expect(word(seen, 60) == given)
        }
        // Of another operation the same bytes mean something else; and a message that is too short stays as it is.
        let lookup = message(1, [60: 4])
        #expect(received(exchange, lookup) == lookup)
        for count in [0, 7, 40, 79] {
            let short = message(Self.write, [60: 4], count: count)
            #expect(received(exchange, short) == short)
        }
    }
}
