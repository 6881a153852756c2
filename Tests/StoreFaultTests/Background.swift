// SPDX-License-Identifier: MIT

import Filesystem
import VolumeFixture

/// The background of a volume, from here to the end of a test: it runs once in the life of a volume.
final class Background: Sendable {
    private let volume: Volume
    private let task: Task<Void, Never>

    init(_ fixture: VolumeFixture) {
        let volume = fixture.volume
        self.volume = volume
        task = Task { await volume.run() }
    }

    deinit { task.cancel() }

    /// Returns when nothing runs any more, so that the volume can be closed.
    func end() async {
        task.cancel()
        await task.value
    }

    /// Everything to the store.
    func synchronise() async throws { _ = try await volume.synchronise(isLocal: false, timeout: nil) }
}
