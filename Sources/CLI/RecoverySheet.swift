// SPDX-License-Identifier: MIT

import ControlSocket
import Daemon

extension FormatReport {
    /// What belongs on paper: with it and the store alone a volume comes back.
    func recoverySheet(_ style: Style) -> String {
        """
        \(style.strong("The volume \(name) is made."))

        ---- Recovery sheet: print this, and keep it away from this machine ----

          Volume         \(name)
          Volume id      \(volumeID)
          Store          \(store)
          Format         \(formatVersion)
          Recovery key   \(style.strong(recoveryKey))

          On a new machine, with the passphrase\(isInTelegram ? " (and after gramfs login)" : ""):
            gramfs recover \(name) --store \(store) --volume-id \(volumeID)

          Without the passphrase: write the recovery key into a file, then
            gramfs recover \(name) --store \(store) --volume-id \(volumeID) --recovery-key-file FILE

        ------------------------------------------------------------------------

        The key is shown this once. Who has it and the store can read everything.
        Next: gramfs mount \(name) MOUNTPOINT
        """
    }

    private var isInTelegram: Bool { store.hasPrefix("telegram") }

    /// The same facts for a file or a pipe.
    var plainText: String {
        table([
            ("name", name), ("volume id", volumeID), ("store", store), ("format", "\(formatVersion)"),
            ("recovery key", recoveryKey),
        ])
    }
}
