import { problems } from '@millrace/contracts';
import { escapeHtml, renderPage } from './render-page.js';

/** The page at `/docs/errors`: every code, with a link to its page. */
export const renderErrorList = (): string => {
  const rows = Object.entries(problems).map(
    ([code, { status, title, retryable }]) =>
      `<tr><td><a href="/docs/errors/${code}"><code>${code}</code></a></td><td>${status}</td><td>${escapeHtml(title)}</td><td>${retryable ? 'yes' : 'no'}</td></tr>`,
  );
  return renderPage({
    title: 'Errors',
    body: `<nav><a href="/">Millrace</a></nav>
<h1>Errors</h1>
<p>Every error is an RFC 9457 problem document (<code>application/problem+json</code>) with a stable <code>code</code>. Quote its <code>request_id</code> when you ask for help.</p>
<table><tr><th>Code</th><th>Status</th><th>Title</th><th>Retry?</th></tr>
${rows.join('\n')}
</table>`,
  });
};
