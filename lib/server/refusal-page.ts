type Sentences = { readonly title: string; readonly detail: string };

/**
 * A page that needs nothing but itself, for answers that the site's own pages cannot give.
 *
 * @param sentences Ours: nothing of the request may get into them.
 */
export function refusalPage({ title, detail }: Sentences): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="dark"><meta name="robots" content="noindex"><title>${title} — Ageira Trade</title></head>
<body><main id="main"><h1>${title}</h1><p role="alert">${detail}</p><p><a href="/">To the start</a></p></main></body>
</html>
`;
}
