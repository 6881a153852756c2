// SPDX-License-Identifier: MIT

/// The one style sheet. Colours come in two sets by what the reader's system prefers; nothing is fetched by it.
enum Style {
    static let sheet = """
        :root {
            --ground: #f5f6f8; --card: #ffffff; --ink: #16191f; --soft: #5b6472; --line: #e1e4ea;
            --accent: #1f63d6; --accent-ink: #ffffff; --hover: #f0f4fc; --wrong: #b3261e;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --ground: #101318; --card: #191d24; --ink: #e9ecf1; --soft: #9aa4b2; --line: #2b313b;
                --accent: #6ea0ff; --accent-ink: #0b1220; --hover: #202632; --wrong: #ff8a80;
            }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
            margin: 0; background: var(--ground); color: var(--ink);
            font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Ubuntu, sans-serif;
        }
        main { max-width: 860px; margin: 0 auto; padding: 48px 24px 64px; }
        h1 { margin: 0; font-size: 1.5rem; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
        p { margin: 12px 0; }
        a { color: var(--accent); }
        a:focus-visible, button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .facts { margin: 6px 0 0; color: var(--soft); font-size: .9375rem; }
        .facts span { display: inline-block; }
        .facts span:not(:last-child)::after { content: "\\00b7"; margin: 0 .15em 0 .4em; }
        article, .list { background: var(--card); border: 1px solid var(--line); border-radius: 14px; }
        article { padding: 28px; }
        article > p:last-child { margin-bottom: 0; }
        .preview { margin: 22px 0 4px; text-align: center; }
        .preview img, .preview video { max-width: 100%; max-height: 70vh; border-radius: 8px; vertical-align: top; }
        .preview video { width: 100%; background: #000; }
        .preview audio { width: 100%; }
        .button {
            display: inline-block; margin-top: 16px; padding: 11px 22px; border: 0; border-radius: 10px; cursor: pointer;
            background: var(--accent); color: var(--accent-ink); font: inherit; font-weight: 600; text-decoration: none;
            white-space: nowrap;
        }
        .button:hover { filter: brightness(1.08); }
        .button small { margin-left: .5em; font-size: .8125rem; font-weight: 500; opacity: .85; }
        nav { margin: 0 2px 12px; color: var(--soft); font-size: .9375rem; overflow-wrap: anywhere; }
        nav a { text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        nav span { margin: 0 .2em; }
        .head { display: flex; align-items: center; gap: 20px; justify-content: space-between; margin: 0 2px 20px; }
        .head > div { min-width: 0; }
        .head .button { margin-top: 0; flex: none; }
        .list { margin: 0; padding: 6px; list-style: none; }
        .list li + li { border-top: 1px solid var(--line); }
        .list a {
            display: grid; grid-template-columns: 28px minmax(0, 1fr) auto 7em; gap: 0 14px; align-items: center;
            padding: 11px 12px; border-radius: 9px; color: inherit; text-decoration: none;
        }
        .list a:hover { background: var(--hover); }
        .list a::before {
            content: ""; width: 24px; height: 24px; background: var(--soft);
            clip-path: polygon(16% 4%, 62% 4%, 86% 28%, 86% 96%, 16% 96%);
        }
        .list a.folder::before {
            background: var(--accent); clip-path: polygon(4% 16%, 38% 16%, 48% 28%, 96% 28%, 96% 86%, 4% 86%);
        }
        .list a.file-video::before { clip-path: polygon(4% 14%, 96% 14%, 96% 86%, 4% 86%, 4% 14%, 40% 34%, 40% 66%, 68% 50%, 40% 34%); }
        .list a.file-audio::before { clip-path: polygon(8% 36%, 28% 36%, 54% 12%, 54% 88%, 28% 64%, 8% 64%); }
        .list a.file-picture::before { clip-path: polygon(4% 14%, 96% 14%, 96% 86%, 66% 46%, 48% 68%, 36% 54%, 10% 86%, 4% 86%); }
        .name { overflow-wrap: anywhere; }
        .size, .day { color: var(--soft); font-size: .875rem; white-space: nowrap; text-align: right; font-variant-numeric: tabular-nums; }
        .form, .message { max-width: 440px; margin: 8vh auto 0; }
        label { display: block; margin: 18px 0 6px; font-weight: 600; font-size: .9375rem; }
        input {
            width: 100%; padding: 11px 14px; border: 1px solid var(--line); border-radius: 10px; font: inherit;
            background: var(--ground); color: inherit;
        }
        .form .button { width: 100%; }
        .wrong { color: var(--wrong); font-weight: 600; }
        .note, footer { margin: 18px 4px 0; color: var(--soft); font-size: .875rem; }
        @media (max-width: 600px) {
            main { padding: 20px 14px 40px; }
            h1 { font-size: 1.25rem; }
            article { padding: 20px; }
            .file .button, .head .button { display: block; text-align: center; }
            .head { display: block; }
            .head .button { margin-top: 14px; }
            .list a { grid-template-columns: 28px minmax(0, 1fr) auto; }
            .list .day { display: none; }
            .form, .message { margin-top: 4vh; }
        }

        """
}
