// SPDX-License-Identifier: MIT

import ControlSocket

/// The methods of the control socket about accounts.
struct AccountFace: Sendable {
    let accounts: Accounts

    func register(in registry: inout MethodRegistry) {
        registry.register(.loginStatus) { parameters, _ in
            try await failing { try await accounts.status(parameters) }
        }
        registry.register(.loginStart) { parameters, _ in
            try await failing { try await accounts.start(parameters) }
        }
        registry.register(.loginResend) { parameters, _ in
            try await failing { try await accounts.resend(AccountName(parsing: parameters.account)) }
        }
        registry.register(.loginCode) { parameters, _ in
            try await failing {
                try await accounts.enter(code: parameters.code, for: AccountName(parsing: parameters.account))
            }
        }
        registry.register(.loginPassword) { parameters, _ in
            try await failing {
                try await accounts.enter(password: parameters.password, for: AccountName(parsing: parameters.account))
            }
        }
        registry.register(.loginCancel) { parameters, _ in
            try await failing { try await accounts.cancel(AccountName(parsing: parameters.account)) }
        }
        registry.register(.logout) { parameters, _ in
            try await failing { try await accounts.logOut(parameters) }
        }
    }
}
