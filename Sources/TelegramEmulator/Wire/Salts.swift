// SPDX-License-Identifier: MIT

/// Server salts: each is valid for half an hour, and taken for half an hour more. They belong to the key.
struct Salts {
    let world: World
    let key: AuthorizationKey

    func salt(at time: Int64) -> Int64 {
        world.derive([0x81], key.id.rawValue, Int64(key.saltGeneration), time / EmulatorLimits.saltSeconds)
    }

    func isValid(_ salt: Int64, at time: Int64) -> Bool {
        if salt == self.salt(at: time) || salt == self.salt(at: time - EmulatorLimits.saltSeconds) { return true }
        return key.saltGeneration == 0 && salt == key.firstSalt && time < key.firstSaltExpires
    }

    func future(_ count: Int, from time: Int64) -> [(since: Int64, until: Int64, salt: Int64)] {
        let seconds = EmulatorLimits.saltSeconds
        let start = time / seconds * seconds
        return (0..<Int64(count)).map { index in
            let since = start + index * seconds
            return (since, since + 2 * seconds, salt(at: since))
        }
    }
}
