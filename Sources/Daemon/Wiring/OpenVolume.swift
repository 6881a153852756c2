// SPDX-License-Identifier: MIT

import ControlSocket
import Filesystem
import FilesystemModel
import FuseAdapter
import Logging

/// Opens the volume of a mount request: its state directory is locked by the caller. Nothing is mounted yet.
package func openVolume(_ request: MountRequest, passphrase: Passphrase) async throws(Failure) -> LiveVolume {
    let known = try await KnownVolume.unlock(
        request.name, request.configuration, in: request.places, .passphrase(passphrase),
        mode: request.takesOver ? .takeOver : .whenFree, accounts: request.accounts)
    let logger = Logger(label: "gramfs")
    let volume: Volume
    do {
        volume = try await open(known.opening, logger)
    } catch {
        throw Failure(error, about: "\(request.name)")
    }
    do {
        let session = try FuseSession.mount(
            volume, at: request.mountPoint, request.options.fuse(request.name), logger: logger)
        return LiveVolume(request, volume: volume, session: session, store: known.store, logger: logger)
    } catch {
        // The volume was opened for nothing; what its end says is less than why it was not mounted.
        try? await volume.close()
        throw Failure(error)
    }
}

/// A state that the volume went on without can still be looked at, to save what is in it.
private func open(_ opening: VolumeOpening, _ logger: Logger) async throws(FSError) -> Volume {
    do throws(FSError) {
        return try await Volume.open(opening, logger: logger)
    } catch .outdated(let reason) where opening.configuration.isReadOnly {
        logger.warning("mounted as it was on this machine: \(reason)")
        var opening = opening
        opening.mode = .inspect
        return try await Volume.open(opening, logger: logger)
    }
}

extension MountOptions {
    fileprivate func fuse(_ name: VolumeName) -> FuseMountOptions {
        FuseMountOptions(
            name: name.description, allowsOther: allowsOthers, isReadOnly: isReadOnly,
            hasNoAccessTimes: accessTimes == .never, hasExtendedAttributes: hasXattrs)
    }
}

extension Failure {
    init(_ error: FuseSessionError) {
        switch error {
        case .noDevice:
            self.init(
                .fuse, "There is no FUSE device: /dev/fuse is missing",
                hint: "Load it with `modprobe fuse`; in a container give it the device /dev/fuse")
        case .deviceNotPermitted:
            self.init(.fuse, "/dev/fuse may not be opened", hint: "Ask for its mode to be 0666")
        case .fusermountMissing:
            self.init(.fuse, "fusermount3 is not installed", hint: "Install it: apt-get install fuse3")
        case .allowOtherNotPermitted:
            self.init(
                .notPermitted, "allow_other is for root unless /etc/fuse.conf says otherwise",
                hint: "Have the line user_allow_other put into /etc/fuse.conf")
        case .mountPointMissing(let path):
            self.init(.mountpoint, "The mount point \(path) does not exist", hint: "Make it: mkdir -p \(path)")
        case .mountPointNotDirectory(let path):
            self.init(.mountpoint, "The mount point \(path) is not a directory", hint: "Give an empty directory")
        case .mountPointNotPermitted(let path):
            self.init(.notPermitted, "The mount point \(path) may not be used", hint: "Give a directory of your own")
        case .mountPointInUse(let path, let by):
            self.init(
                .mountpoint, "The mount point \(path) is in use by \(by)",
                hint: "Unmount that first, or give another directory")
        case .mountFailed(let what): self.init(.fuse, "Mounting failed: \(what)")
        case .busy(let path):
            self.init(.busy, "\(path) is in use", hint: "Close what is open below it; `fuser -vm \(path)` names it")
        case .unmountFailed(let what): self.init(.failed, "Unmounting failed: \(what)")
        case .loop(let code): self.init(.failed, "The connection with the kernel broke (errno \(code))")
        case .ended: self.init(.notMounted, "The mount has ended")
        }
    }
}
