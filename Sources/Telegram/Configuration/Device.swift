// SPDX-License-Identifier: MIT

import Glibc
import TL

/// What stands before the first query of a session: the layer and, honestly, who asks.
enum Device {
    static func preface(_ configuration: TelegramConfiguration, wantsUpdates: Bool) -> [UInt8] {
        let innermost = wantsUpdates ? [] : TLWriter.encode(Function.InvokeWithoutUpdates(query: []))
        let device = Function.InitConnection(
            apiID: configuration.application.id, deviceModel: "gramfs", systemVersion: system,
            appVersion: configuration.version, systemLangCode: "en", langPack: "", langCode: "en", query: innermost)
        return TLWriter.encode(
            Function.InvokeWithLayer(layer: TLLayer.declared.rawValue, query: TLWriter.encode(device)))
    }

    private static let system: String = {
        var name = utsname()
        guard uname(&name) == 0 else { return "Linux" }
        func text<Value>(_ value: Value) -> String {
            withUnsafeBytes(of: value) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        }
        return "\(text(name.sysname)) \(text(name.release))"
    }()
}
