// SPDX-License-Identifier: MIT

/// A method of the control socket: its name and what goes in and comes out.
package struct ControlMethod<Parameters, Result, Event>: Sendable
where Parameters: Codable & Sendable, Result: Codable & Sendable, Event: Codable & Sendable {
    package let name: String

    package init(name: String) { self.name = name }
}

/// Of a method that tells nothing before its answer.
package struct NoEvent: Codable, Sendable {
    package init() {}
}

/// Of a method that needs nothing.
package struct NoParameters: Codable, Sendable {
    package init() {}
}

extension ControlMethod where Parameters == StatusParameters, Result == StatusReport, Event == StatusReport {
    /// With `watch` every change is an event, until the connection ends: with the client or with the mount.
    package static var status: Self { .init(name: "status") }
}

extension ControlMethod where Parameters == SyncParameters, Result == SyncReport, Event == StatusReport {
    package static var sync: Self { .init(name: "sync") }
}

extension ControlMethod where Parameters == UnmountParameters, Result == UnmountReport, Event == StatusReport {
    package static var unmount: Self { .init(name: "unmount") }
}

extension ControlMethod where Parameters == CheckParameters, Result == CheckReport, Event == CheckProgress {
    package static var check: Self { .init(name: "check") }
}

extension ControlMethod where Parameters == RepairParameters, Result == RepairReport, Event == CheckProgress {
    package static var repair: Self { .init(name: "repair") }
}

extension ControlMethod where Parameters == PathParameters, Result == StatsReport, Event == NoEvent {
    package static var stats: Self { .init(name: "stats") }
}

extension ControlMethod where Parameters == PathParameters, Result == InspectReport, Event == NoEvent {
    package static var inspect: Self { .init(name: "inspect") }
}

extension ControlMethod where Parameters == EncryptionSetParameters, Result == EncryptionReport, Event == NoEvent {
    package static var encryptSet: Self { .init(name: "encrypt.set") }
}

extension ControlMethod where Parameters == PathParameters, Result == EncryptionReport, Event == NoEvent {
    package static var encryptStatus: Self { .init(name: "encrypt.status") }
}

extension ControlMethod
where Parameters == EncryptionApplyParameters, Result == EncryptionReport, Event == EncryptionReport.Applying {
    package static var encryptApply: Self { .init(name: "encrypt.apply") }
}

extension ControlMethod where Parameters == NoParameters, Result == KeyListReport, Event == NoEvent {
    package static var keyList: Self { .init(name: "key.list") }
}

extension ControlMethod where Parameters == KeyParameters, Result == KeyChangeReport, Event == NoEvent {
    package static var keyAdd: Self { .init(name: "key.add") }
    package static var keyChange: Self { .init(name: "key.change") }
    package static var keyRemove: Self { .init(name: "key.remove") }
}

extension ControlMethod where Parameters == ShareCreateParameters, Result == ShareReport, Event == NoEvent {
    package static var shareCreate: Self { .init(name: "share.create") }
}

extension ControlMethod where Parameters == NoParameters, Result == ShareListReport, Event == NoEvent {
    package static var shareList: Self { .init(name: "share.list") }
}

extension ControlMethod where Parameters == ShareParameters, Result == ShareReport, Event == NoEvent {
    package static var shareInfo: Self { .init(name: "share.info") }
    package static var shareRevoke: Self { .init(name: "share.revoke") }
}

extension ControlMethod where Parameters == SubscribeParameters, Result == NoParameters, Event == VolumeEvent {
    /// Tells what happens as events, until the connection ends: with the client or with the mount.
    package static var subscribe: Self { .init(name: "subscribe") }
}
