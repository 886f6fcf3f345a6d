import { type ProblemCode, type ProblemOrigin, problems } from '@millrace/contracts';
import { escapeHtml, renderPage, withCode } from './render-page.js';

const origins: Readonly<Record<ProblemOrigin, string>> = {
  caller: 'The request',
  policy: 'A limit the operator set',
  queue: 'Millrace and its store',
  worker: 'A worker',
  upstream: 'The model provider',
};

/** The page a problem's `type` points to. */
export const renderErrorPage = (code: ProblemCode): string => {
  const { status, title, retryable, origin, cause, remedy } = problems[code];
  return renderPage({
    title: code,
    body: `<nav><a href="/">Millrace</a> › <a href="/docs/errors">Errors</a></nav>
<h1>${escapeHtml(title)}</h1>
<p><code>${code}</code>, HTTP ${status}</p>
<h2>What happened</h2><p>${withCode(cause)}</p>
<h2>What to do</h2><p>${withCode(remedy)}</p>
<table>
<tr><th>Where it comes from</th><td>${origins[origin]}</td></tr>
<tr><th>The same request again</th><td>${retryable ? 'may succeed later' : 'will fail again'}</td></tr>
</table>`,
  });
};
