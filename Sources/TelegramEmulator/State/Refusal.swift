// SPDX-License-Identifier: MIT

/// What a method answers instead of its result: `rpc_error` (core.telegram.org/api/errors).
package struct Refusal: Error, Hashable, Sendable {
    package var code: Int32
    package var text: String

    package init(code: Int32, _ text: String) {
        self.code = code
        self.text = text
    }

    package static func seeOther(_ text: String) -> Refusal { Refusal(code: 303, text) }
    package static func badRequest(_ text: String) -> Refusal { Refusal(code: 400, text) }
    package static func unauthorized(_ text: String) -> Refusal { Refusal(code: 401, text) }
    package static func forbidden(_ text: String) -> Refusal { Refusal(code: 403, text) }
    package static func flood(_ text: String) -> Refusal { Refusal(code: 420, text) }
    package static func `internal`(_ text: String) -> Refusal { Refusal(code: 500, text) }
}
