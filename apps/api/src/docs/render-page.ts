export interface Page {
  readonly title: string;
  /** HTML; what comes from outside must have gone through `escapeHtml`. */
  readonly body: string;
}

const style = `
  :root { color-scheme: light dark; }
  body { font: 16px/1.6 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem; }
  code { font: 0.92em ui-monospace, monospace; background: #8882; padding: 0.1em 0.35em; border-radius: 4px; }
  table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.35rem 0.75rem 0.35rem 0; vertical-align: top; }
  tr + tr { border-top: 1px solid #8884; } nav { margin-bottom: 2rem; } a { color: #1668b8; } h1 { line-height: 1.25; }
  form { display: grid; gap: 0.75rem; max-width: 20rem; } input, button { font: inherit; padding: 0.5rem 0.75rem; }
  .wrong { color: #c0341d; } @media (prefers-color-scheme: dark) { a { color: #79b8ff; } .wrong { color: #ff8a75; } }
`;

/** A whole small page: no scripts, nothing from elsewhere. */
export const renderPage = ({ title, body }: Page): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title === 'Millrace' ? title : `${escapeHtml(title)} · Millrace`}</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (char) => entities[char] ?? char);

/** Escaped text in which what stands between backticks becomes code. */
export const withCode = (text: string): string => escapeHtml(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
