import { escapeHtml, renderPage } from '../docs/render-page.js';

/** The login form of Bull Board, with a word on what went wrong. */
export const renderLoginPage = (wrong?: string): string =>
  renderPage({
    title: 'Log in',
    body: `<h1>Queues</h1>
${wrong ? `<p class="wrong" role="alert">${escapeHtml(wrong)}</p>\n` : ''}<form method="post" action="/admin/login">
<label for="user">User</label><input id="user" name="user" autocomplete="username" required autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Log in</button>
</form>`,
  });

/** A page with the button that logs out: a link alone could be triggered from elsewhere. */
export const renderLogoutPage = (): string =>
  renderPage({
    title: 'Log out',
    body: `<nav><a href="/admin/queues">Queues</a></nav>
<h1>Log out</h1>
<form method="post" action="/admin/logout"><button>Log out</button></form>`,
  });
