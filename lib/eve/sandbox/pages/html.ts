/** What every page loads, in the order of the cascade. */
export const STYLES = [
  'base.css',
  'frame.css',
  'controls.css',
  'tables.css',
  'pilots.css',
  'control.css',
];

/** Text as it may stand in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** The frame of every page. `content` is HTML. */
export function layout(options: {
  readonly title: string;
  readonly content: string;
  /** The page whose link is marked in the head; none on pages beside the game. */
  readonly current?: 'game' | 'control';
  readonly script?: string;
}): string {
  const link = (href: string, name: 'game' | 'control', label: string): string =>
    `<a href="${href}"${options.current === name ? ' aria-current="page"' : ''}>${label}</a>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark">
<meta name="theme-color" content="#0a0d11">
<title>${escapeHtml(options.title)} — EVE sandbox</title>
<link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
${STYLES.map((name) => `<link rel="stylesheet" href="/assets/${name}">`).join('\n')}
${options.script ? `<script type="module" src="/assets/${options.script}"></script>` : ''}
</head>
<body>
<header class="top">
<a class="brand" href="/">EVE sandbox</a>
<span class="tag">SANDBOX</span>
<nav aria-label="Sandbox">${link('/', 'game', 'Game client')}${link('/control', 'control', 'Control')}</nav>
</header>
<main>
${options.content}
</main>
</body>
</html>
`;
}
