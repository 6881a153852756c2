// SPDX-License-Identifier: MIT

import Testing

@testable import MTProto

@Suite struct ReceivedIDsTests {
    @Test func eachIdCountsOnceInAnyOrder() {
        var ids = ReceivedIDs()
        for id in [5, 1, 9, 3] as [Int64] {
            let isNew1 = ids.insert(id)
            #expect(isNew1)
            let isNew2 = ids.insert(id)
            #expect(!isNew2)
        }
        #expect(ids.contains(3))
        #expect(!ids.contains(4))
        let isNew3 = ids.insert(4)
        #expect(isNew3)
    }

    @Test func whatIsForgottenCountsAsSeen() {
        var ids = ReceivedIDs()
        let all = (0..<Int64(ReceivedIDs.kept * 4)).allSatisfy { ids.insert($0) }
        #expect(all)
        let isNew4 = ids.insert(0)
        #expect(!isNew4)
        let isNew5 = ids.insert(Int64(ReceivedIDs.kept))
        #expect(!isNew5)
        let isNew6 = ids.insert(Int64(ReceivedIDs.kept * 4))
        #expect(isNew6)
    }
}
