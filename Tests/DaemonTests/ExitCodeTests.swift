// SPDX-License-Identifier: MIT

import ControlSocket
import FilesystemModel
import ObjectStorage
import Testing

@testable import Daemon

/// Invariants: the numbers that scripts rely on, and that a failure keeps its exit code over the socket.
@Suite struct ExitCodeTests {
    @Test func theNumbersAreThePromisedOnes() {
        #expect(
            Dictionary(uniqueKeysWithValues: Daemon.ExitCode.allCases.map { ("\($0)", $0.rawValue) }) == [
                "done": 0, "failed": 1, "usage": 2, "incomplete": 3, "notMounted": 4, "notPermitted": 5,
                "noSuchVolume": 10, "held": 11, "wrongPassphrase": 12, "notLoggedIn": 13, "unreachable": 14,
                "unsupportedFormat": 15, "mountHelper": 32, "interrupted": 130,
            ])
    }

    @Test(arguments: FailureCode.allCases)
    func aFailureIsTheSameOnTheOtherSideOfTheSocket(code: FailureCode) {
        let failure = Failure(code, "what", hint: "do")
        #expect(Failure(RPCError(failure)) == failure)
        #expect(RPCError(failure).code == -32000 - Int(code.exitCode.rawValue))
    }

    @Test func errorsBelowKeepTheirMeaning() throws {
        let store = StoreAddress.directory("/s")
        #expect(Failure(ObjectStoreError.unreachable("x"), in: store).code.exitCode == .unreachable)
        #expect(Failure(ObjectStoreError.conflict, in: store).code.exitCode == .held)
        #expect(Failure(ObjectStoreError.unauthorised("x"), in: store).code.exitCode == .notLoggedIn)
        #expect(Failure(ObjectStoreError.notFound, in: store).code.exitCode == .noSuchVolume)
        #expect(Failure(FSError.damaged("x"), about: "f").code.exitCode == .incomplete)
        #expect(Failure(FSError.accessDenied, about: "f").code.exitCode == .notPermitted)
        #expect(Failure(FSError.busy, about: "f").code == .busy)
        let name = try VolumeName(parsing: "work")
        #expect(Failure(ControlClientError.notListening(path: "p"), volume: name).code.exitCode == .notMounted)
        #expect(Failure(ControlClientError.notPermitted(path: "p"), volume: name).code.exitCode == .notPermitted)
        #expect(Failure(RPCError.foreignPeer).code.exitCode == .notPermitted)
    }
}
