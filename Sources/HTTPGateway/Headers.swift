// SPDX-License-Identifier: MIT

import HTTPTypes

extension HTTPField.Name {
    static let contentTypeOptions = known("X-Content-Type-Options")
    static let frameOptions = known("X-Frame-Options")
    static let referrerPolicy = known("Referrer-Policy")
    static let robotsTag = known("X-Robots-Tag")
    static let openerPolicy = known("Cross-Origin-Opener-Policy")
    static let permissionsPolicy = known("Permissions-Policy")
    static let forwardedFor = known("X-Forwarded-For")
    static let forwardedProto = known("X-Forwarded-Proto")

    private static func known(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no name of a header") }
        return name
    }
}

extension HTTPFields {
    /// What every answer says: the link is a secret that must not travel on, and nobody frames, sniffs or indexes us.
    static var secure: HTTPFields {
        var fields = HTTPFields()
        fields[.contentTypeOptions] = "nosniff"
        fields[.frameOptions] = "DENY"
        fields[.referrerPolicy] = "no-referrer"
        fields[.robotsTag] = "noindex, nofollow, noarchive"
        fields[.openerPolicy] = "same-origin"
        fields[.crossOriginResourcePolicy] = "same-origin"
        fields[.permissionsPolicy] = "camera=(), microphone=(), geolocation=()"
        return fields
    }

    /// Of a page: our style, our pictures and films, our form, nothing else.
    static let pagePolicy =
        "default-src 'none'; style-src 'self'; img-src 'self' data:; media-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'"

    /// Of what is shared: whatever a browser takes it for, it runs nothing and is of no origin. A picture or a film may still
    /// show itself when it is opened alone.
    static let contentPolicy =
        "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox"
}
