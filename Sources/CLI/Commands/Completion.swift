// SPDX-License-Identifier: MIT

import ArgumentParser
import Daemon

struct Completion: Command {
    static let configuration = CommandConfiguration(
        abstract: "Print the completion script of a shell.",
        discussion: "For bash: gramfs completion bash > ~/.local/share/bash-completion/completions/gramfs")

    enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

    @Argument(help: "bash, zsh or fish.")
    var shell: Shell

    @OptionGroup var global: GlobalOptions

    func run(_ context: Context) async throws(Failure) -> Daemon.ExitCode {
        let kind: CompletionShell =
            switch shell {
            case .bash: .bash
            case .zsh: .zsh
            case .fish: .fish
            }
        context.output.write(text: Gramfs.completionScript(for: kind))
        return .done
    }
}
