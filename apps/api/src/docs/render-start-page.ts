import { escapeHtml, renderPage } from './render-page.js';

/** The page at `/`: where everything is. */
export const renderStartPage = ({ hasAdmin, version }: { readonly hasAdmin: boolean; readonly version: string }): string =>
  renderPage({
    title: 'Millrace',
    body: `<h1>Millrace</h1>
<p>Takes prompts, queues them durably, runs them against any OpenAI-compatible model and hands the results back.</p>
<ul>
<li><a href="/docs">API reference</a>, and the same <a href="/openapi.json">as OpenAPI</a></li>
<li><a href="/docs/errors">Errors</a>: what each means and what to do</li>
${hasAdmin ? '<li><a href="/admin/queues">Queues</a> (Bull Board, with a login)</li>\n' : ''}<li><a href="/readyz">Is it ready?</a></li>
</ul>
<p>Version ${escapeHtml(version)}</p>`,
  });
