// SPDX-License-Identifier: MIT

import FilesystemModel

extension Failure {
    /// What an error of the file system means to whoever ran a command on `subject`.
    package init(_ error: FSError, about subject: String) {
        switch error {
        case .notFound, .notDirectory, .noAttribute, .staleInode:
            self.init(.noSuchPath, "\(subject): there is no such file or directory")
        case .notPermitted, .accessDenied: self.init(.notPermitted, "\(subject): not permitted")
        case .busy: self.init(.busy, "\(subject) is in use", hint: "Close what is open below it; `fuser -m` names it")
        case .noSpace:
            self.init(
                .failed, "\(subject): the local disk or its budget is full",
                hint: "Wait for the store, free local space, or raise dirty_max")
        case .readOnly(let why): self.init(.failed, "\(subject) takes no changes: \(why)", hint: "See `gramfs status`")
        case .held(let who):
            self.init(
                .held, "\(subject) is held by another writer: \(who)",
                hint: "Unmount it there; if that machine is gone, take the volume over with --force")
        case .outdated(let what):
            self.init(
                .held, "The local state of \(subject) is out of date: \(what)",
                hint:
                    "Save what you need of it with mount --read-only; gramfs recover \(subject) --store STORE --force begins anew"
            )
        case .damaged(let what):
            self.init(.damaged, "\(subject): \(what)", hint: "`gramfs check --read-data` lists what is affected")
        case .unreachable(let why):
            self.init(.unreachable, "\(subject): the store does not answer: \(why)", hint: "Try again when it does")
        case .indexDamaged(let what):
            self.init(
                .damaged, "\(subject): the local index cannot be used: \(what)",
                hint: "The next mount builds it anew from the log")
        case .interrupted: self.init(.interrupted, "\(subject): interrupted")
        case .local(let what): self.init(.failed, "\(subject): \(what)")
        case .invalidArgument(let what): self.init(.failed, "\(subject): \(what)")
        case .exists: self.init(.exists, "\(subject) exists already")
        case .isDirectory: self.init(.failed, "\(subject) is a directory")
        case .directoryNotEmpty: self.init(.failed, "\(subject) is not empty")
        case .nameTooLong: self.init(.failed, "\(subject): the name is too long")
        case .fileTooLarge: self.init(.failed, "\(subject): the file would be too large")
        case .beyondEnd: self.init(.failed, "\(subject): the offset is behind the end")
        case .tooManyLinks: self.init(.failed, "\(subject): too many links")
        case .symbolicLinkLoop: self.init(.failed, "\(subject): too many symbolic links")
        case .bufferTooSmall, .attributeTooLarge: self.init(.failed, "\(subject): the attribute is too large")
        case .badHandle: self.init(.failed, "\(subject): the handle is not open")
        case .notSupported: self.init(.failed, "\(subject): not supported")
        }
    }
}
