// SPDX-License-Identifier: MIT

/// The manner of mount(8): `mount.fuse.gramfs NAME MOUNTPOINT [-sfnv] [-N NAMESPACE] [-o OPTIONS] [-t TYPE]`.
enum MountHelper {
    /// The same as words of `gramfs mount`. Empty where nothing is to be done (`-f`, "fake").
    static func words(_ arguments: [String]) -> [String] {
        var words = ["mount"]
        var rest = arguments[...]
        while let word = rest.popFirst() {
            switch word {
            case "-f": return []
            // Sloppiness, no mtab, and where the mount is meant to be seen: nothing for us to do.
            case "-s", "-n": break
            case "-t", "-N": rest = rest.dropFirst()
            case _ where isCluster(word):
                if word.contains("f") { return [] }
                if word.contains("v") { words.append("-v") }
            default: words.append(word)
            }
        }
        return words
    }

    /// `-sv` and the like.
    private static func isCluster(_ word: String) -> Bool {
        word.count > 2 && word.hasPrefix("-") && word.dropFirst().allSatisfy { "sfnv".contains($0) }
    }
}
