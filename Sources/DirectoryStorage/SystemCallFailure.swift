// SPDX-License-Identifier: MIT

import Glibc

/// A system call that failed: which, on what, and why.
struct SystemCallFailure: Error, Hashable {
    let call: String
    let path: String
    let code: CInt

    /// Reads `errno`: to be made right after the call.
    init(_ call: String, _ path: String) { self.init(call, path, code: errno) }

    init(_ call: String, _ path: String, code: CInt) {
        self.call = call
        self.path = path
        self.code = code
    }

    var reason: String { String(cString: strerror(code)) }
    var text: String { "\(path): \(reason) (\(call))" }
}

/// Calls until it is not interrupted; -1 is a failure.
func retryingInterrupts<Number: FixedWidthInteger>(
    _ call: String, _ path: String, _ body: () -> Number
) throws(SystemCallFailure) -> Number {
    while true {
        let result = body()
        guard result == -1 else { return result }
        guard errno == EINTR else { throw SystemCallFailure(call, path) }
    }
}
