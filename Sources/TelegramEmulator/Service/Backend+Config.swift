// SPDX-License-Identifier: MIT

import TL

extension Backend {
    /// Every data centre has an ordinary port, and one for media only, as the real list has.
    private var options: [API.DcOption] {
        centers.flatMap { center in
            [
                API.DcOption(id: center.id.rawValue, ipAddress: host, port: Int32(center.port)),
                API.DcOption(
                    mediaOnly: true, id: center.id.rawValue, ipAddress: host, port: Int32(center.mediaPort)),
            ]
        }
    }

    func config(for caller: Caller) -> API.Config {
        let date = Int32(now)
        return API.Config(
            date: date, expires: date + 3600, testMode: false, thisDc: caller.center.rawValue, dcOptions: options,
            dcTxtDomainName: "", chatSizeMax: 200, megagroupSizeMax: 200_000, forwardedCountMax: 100,
            onlineUpdatePeriodMs: 210_000, offlineBlurTimeoutMs: 5000, offlineIdleTimeoutMs: 30_000,
            onlineCloudTimeoutMs: 300_000, notifyCloudDelayMs: 30_000, notifyDefaultDelayMs: 1500,
            pushChatPeriodMs: 60_000, pushChatLimit: 2, editTimeLimit: 172_800, revokeTimeLimit: Int32.max,
            revokePmTimeLimit: Int32.max, ratingEDecay: 2_419_200, stickersRecentLimit: 200,
            channelsReadMediaPeriod: 604_800, callReceiveTimeoutMs: 20_000, callRingTimeoutMs: 90_000,
            callConnectTimeoutMs: 30_000, callPacketTimeoutMs: 10_000, meURLPrefix: "http://\(host)/",
            captionLengthMax: Int32(EmulatorLimits.captionLength), messageLengthMax: Int32(EmulatorLimits.textLength),
            webfileDcID: caller.center.rawValue)
    }

    /// Changes only when one of the numbers does.
    private static let appConfigHash: Int32 = 20_001

    func appConfig(hash: Int32) -> API.HelpAppConfig {
        guard hash != Self.appConfigHash else { return .helpAppConfigNotModified }
        let numbers: [(String, Int)] = [
            ("upload_max_fileparts_default", Int(EmulatorLimits.partsDefault)),
            ("upload_max_fileparts_premium", Int(EmulatorLimits.partsPremium)),
            ("caption_length_limit_default", EmulatorLimits.captionLength),
            ("caption_length_limit_premium", EmulatorLimits.captionLengthPremium),
            ("channels_limit_default", EmulatorLimits.channelsPerAccount),
            ("channels_limit_premium", 2 * EmulatorLimits.channelsPerAccount),
            ("small_queue_max_active_operations_count", 5), ("large_queue_max_active_operations_count", 2),
        ]
        let values = numbers.map { name, number in
            API.JSONObjectValue(key: name, value: .jsonNumber(API.JsonNumber(value: Double(number))))
        }
        return .helpAppConfig(
            API.HelpAppConfigValue(hash: Self.appConfigHash, config: .jsonObject(API.JsonObject(value: values))))
    }
}
