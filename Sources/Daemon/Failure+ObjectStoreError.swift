// SPDX-License-Identifier: MIT

import ObjectStorage

extension Failure {
    /// What an error of the store at `address` means to whoever ran a command.
    package init(_ error: ObjectStoreError, in address: StoreAddress) {
        switch error {
        case .notFound:
            self.init(.noSuchVolume, "There is no volume in \(address)", hint: "Check the address given with --store")
        case .throttled(let duration):
            self.init(.unreachable, "\(address) asks to wait \(duration)", hint: "Try again after that")
        case .unauthorised(let why):
            self.init(
                .notLoggedIn, "\(address) refuses this account: \(why)",
                hint: "Log in (gramfs login), or check the account's rights there")
        case .tooLarge(let size, let limit):
            self.init(.failed, "\(address) takes objects of at most \(limit) bytes, not \(size)")
        case .conflict:
            self.init(
                .held, "Somebody else changed \(address) meanwhile", hint: "Make sure that one machine writes to it")
        case .damaged(let what): self.init(.damaged, "\(address) gave damaged bytes: \(what)")
        case .unreachable(let why):
            self.init(
                .unreachable, "\(address) does not answer: \(why)", hint: "Check that it is there, then try again")
        case .refused(let why): self.init(.notPermitted, "\(address) refuses: \(why)")
        case .unsupported: self.init(.failed, "\(address) cannot do that")
        case .cancelled: self.init(.interrupted, "Interrupted")
        }
    }
}
