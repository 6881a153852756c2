// SPDX-License-Identifier: MIT

import TL

/// The layers that clients may declare: 201 and 229, whose lines the schema has, everything after, written as 229, and
/// 214, whose forms of what this server answers differ from those of 201 by their constructors alone.
enum LayerForms {
    private static let between = TLLayer(rawValue: 214)

    /// By the constructors of layer 201.
    private static let written: [UInt32: UInt32] = [
        // channel, channelFull, userFull
        0x7482_147e: 0xfe68_5355, 0x52d6_806b: 0xe4e0_b29d, 0x99e7_8045: 0xc577_b5ad,
        // message, messageService, messageReplyHeader
        0xeabc_dd4d: 0x9815_cec8, 0xd3d2_8540: 0x7a80_0e0a, 0xafbc_09db: 0x6917_560b,
        // messages.messagesSlice
        0x3a54_685e: 0x762b_263d,
    ]

    /// To the constructors of layer 229, whose flags are the same where those of 214 have any.
    private static let read: [UInt32: UInt32] = [
        // messages.sendMessage, messages.sendMedia, messages.forwardMessages
        0xfe05_dc9a: 0xfef4_8f62, 0xac55_d9c1: 0x0330_e77f, 0x9789_28ca: 0x1370_4a7c,
    ]

    static func isSpoken(_ layer: TLLayer) -> Bool { layer == .declared || layer == between || layer >= .newest }

    /// `foreign`: constructors in the place of others, as a reader meets them who knows less than the server.
    static func encode(_ value: some TLWritable, _ layer: TLLayer, foreign: [UInt32: UInt32] = [:]) -> [UInt8] {
        let replaced = (layer == between ? written : [:]).merging(foreign) { $1 }
        var writer = TLWriter(layer: layer, replacing: replaced)
        value.write(to: &writer)
        return writer.written
    }

    /// The constructor under which the schema lists a method.
    static func listed(_ constructor: UInt32) -> UInt32 { read[constructor] ?? constructor }
}
