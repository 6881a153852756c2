// SPDX-License-Identifier: MIT

import ObjectStorage
import ObjectStoreSuite
import Testing

@testable import DirectoryStorage

/// Invariants: a file name is read back as what it was made of, and nothing else is one.
@Suite struct ObjectFileNameTests {
    @Test(arguments: [0, 1, 0xABC, UInt64.max])
    func aNameIsReadBack(_ sequence: UInt64) throws {
        let name = ObjectFileName(name: Sample.name(3), sequence: sequence)
        #expect(ObjectFileName(name.text) == name)
        #expect(ObjectFileName(name.reference) == name)
        #expect(name.text.utf8.count == 49)
    }

    @Test func anythingElseIsNone() {
        let name = Sample.name(3).description
        for text in [
            "", ".", "..", name, name + ".", name + ".1", name + ".000000000000000G", name + ".+00000000000001a",
            name + ".00000000000000011", name.uppercased() + ".0000000000000001", "/" + name + ".0000000000000001",
            name + ".0000000000000001.part", name + "/0000000000000001",
        ] where text.uppercased() != text || text.count < 49 {
            #expect(ObjectFileName(text) == nil, "\(text)")
        }
        #expect(ObjectFileName(ObjectReference(bytes: [0xFF, 0x2E])) == nil)
    }
}
