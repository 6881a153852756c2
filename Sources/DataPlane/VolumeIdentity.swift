// SPDX-License-Identifier: MIT

import FilesystemModel
import StorageFormat

/// What everything that is sealed for a volume needs: its name, its key, and the slots that lead to the key.
package struct VolumeIdentity: Sendable {
    package let volume: VolumeID
    package let key: MasterKey
    /// As the volume was opened; `LogCore.slots` are those of now.
    package let slots: KeySlots

    package init(volume: VolumeID, key: MasterKey, slots: KeySlots) {
        self.volume = volume
        self.key = key
        self.slots = slots
    }
}
