// SPDX-License-Identifier: MIT

import Foundation
import FuzzTargets
import SeededRandom
import Testing

/// Every decoder of what leaves the process takes any bytes: it ends with a value or an error. The corpus is what the
/// guided fuzzer (`Scripts/fuzz`) found worth keeping, and all that ever broke something.
@Suite(.timeLimit(.minutes(1))) struct FormatFuzzTests {
    private static let corpus = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("FuzzCorpus")

    @Test(arguments: FuzzTarget.allCases) func theCorpusBreaksNothing(_ target: FuzzTarget) throws {
        let directory = Self.corpus.appendingPathComponent(target.rawValue)
        let files = try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
        #expect(!files.isEmpty)
        for file in files { target.run([UInt8](try Data(contentsOf: file))) }
    }

    @Test(arguments: FuzzTarget.allCases) func whatGoesWrongInValidBytesBreaksNothing(_ target: FuzzTarget) throws {
        var mutator = Mutator(seed: SeededGenerator.seed("\(target)"))
        let seed = try target.seed()
        target.run(seed)
        for _ in 0..<1000 { target.run(mutator.mutate(seed)) }
    }

    /// `GRAMFS_FUZZ_SEEDS=1` writes the seeds of the corpus anew, after a change of the format.
    @Test func theSeedsAreInTheCorpus() throws {
        for target in FuzzTarget.allCases {
            let file = Self.corpus.appendingPathComponent(target.rawValue).appendingPathComponent("seed")
            if ProcessInfo.processInfo.environment["GRAMFS_FUZZ_SEEDS"] != nil {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(try target.seed()).write(to: file)
            }
            #expect(try Data(contentsOf: file).isEmpty == false)
        }
    }
}
