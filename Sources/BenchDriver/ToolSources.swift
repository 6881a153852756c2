// SPDX-License-Identifier: MIT

/// What people do with a tree of this system; what they copy is outside of all contenders.
struct ToolSources {
    private let tree: String
    private let archive: String
    private let repository: String

    init(_ ground: Ground) throws {
        let folder = try ground.folder("sources")
        tree = folder + "/tree"
        archive = folder + "/tree.tar"
        repository = folder + "/repository"
        try Tool.run(["cp", "-a", "/usr/include", tree])
        try Tool.run(["tar", "-cf", archive, "-C", folder, "tree"])
        try makeRepository()
    }

    /// A repository with a history: the same tree in a few commits.
    private func makeRepository() throws {
        try Tool.run(["cp", "-a", tree, repository])
        let git = ["git", "-C", repository, "-c", "user.name=bench", "-c", "user.email=bench@example.org"]
        try Tool.run(git + ["init", "-q"])
        try Tool.run(git + ["add", "linux"])
        try Tool.run(git + ["commit", "-q", "-m", "A part"])
        try Tool.run(git + ["add", "-A"])
        try Tool.run(git + ["commit", "-q", "-m", "The rest"])
    }

    /// Into the kernel's memory: dropping the caches for others has made it cold.
    func warm() throws {
        try Tool.run(["sh", "-c", "cat \(archive); find \(tree) \(repository) -type f -exec cat {} +"])
    }

    /// Between the trees the kernel forgets what it knows: the passthrough holds a descriptor for each inode.
    func run(_ course: Course) throws {
        try course.measure(.untar, ["tar", "-xf", archive, "-C", try course.folder("untar")])
        try course.contender.remount()
        let copying = ["rsync", "-a", tree + "/", try course.folder("rsync")]
        try course.measure(.rsync, copying)
        try course.measure(.rsyncAgain, copying)
        try course.contender.remount()
        let clone = try course.folder("clone")
        try course.measure(.gitClone, ["git", "clone", "-q", "--no-local", repository, clone])
        try course.measure(.gitStatus, ["git", "-C", clone, "status", "--short"])
    }
}

extension Course {
    fileprivate func measure(_ workload: Workload, _ words: [String]) throws {
        try measure(workload) {
            try Tool.run(words)
            return 1
        }
    }
}
