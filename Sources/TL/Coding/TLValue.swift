// SPDX-License-Identifier: MIT

package protocol TLReadable: Sendable {
    init(from reader: inout TLReader) throws(TLError)
}

package protocol TLWritable: Sendable {
    func write(to writer: inout TLWriter)
}

/// A value that begins with its constructor.
package protocol TLBoxed: TLReadable, TLWritable {
    /// Reads what follows the constructor.
    init(constructor: UInt32, from reader: inout TLReader) throws(TLError)
}

extension TLBoxed {
    package init(from reader: inout TLReader) throws(TLError) {
        let constructor = try reader.word()
        try self.init(constructor: constructor, from: &reader)
    }
}

/// A method with its parameters.
package protocol TLFunction: TLBoxed {
    /// What an answer holds that is no error.
    associatedtype Result: TLReadable
    /// As the schema spells it.
    static var name: String { get }
}

/// Namespaces of what `Scripts/generate-tl` writes: the layered types of the API, those of MTProto itself, and the
/// methods of both.
package enum API {}
package enum Service {}
package enum Function {}

/// Constructors that are read and written by hand, with the schema's own names.
package enum TLConstructor {
    package static let vector: UInt32 = 0x1cb5_c415
    /// boolTrue
    package static let boolTrue: UInt32 = 0x9972_75b5
    /// boolFalse
    package static let boolFalse: UInt32 = 0xbc79_9737
    /// msg_container
    package static let container: UInt32 = 0x73f1_f8dc
    /// msg_copy
    package static let messageCopy: UInt32 = 0xe060_46b2
    /// gzip_packed
    package static let gzipPacked: UInt32 = 0x3072_cfa1
    /// rpc_result
    package static let rpcResult: UInt32 = 0xf35c_6d01
    /// future_salts
    package static let futureSalts: UInt32 = 0xae50_0895
}
