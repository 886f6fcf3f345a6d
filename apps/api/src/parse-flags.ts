import { parseArgs } from 'node:util';
import { isTenantName, parseScopes } from '@millrace/config';
import type { Scope } from '@millrace/contracts';

const help = {
  command: 'node dist/main.js',
  purpose: 'The api of Millrace: takes tasks over HTTP, stores them and tells how they went.',
  flags: {
    '--create-key TENANT[:SCOPE+SCOPE]': 'Make an API key in Redis, show it this once, and exit; the scopes are tasks (default) and admin',
    '--revoke-key ID': 'Revoke an API key made at run time, by its id (the eight characters after mr_) or the key itself, and exit',
    '--reencrypt': 'Encrypt all that is stored with the first of MILLRACE_ENCRYPTION_KEYS, and exit; apis and workers may run',
    '--check-config': 'Check the settings, say what is wrong with them, and exit with 0 or 1',
    '--help': 'Show this',
  },
};

export type Flags =
  | { readonly kind: 'run' }
  | { readonly kind: 'check' }
  | { readonly kind: 'create_key'; readonly tenant: string; readonly scopes: readonly Scope[] }
  | { readonly kind: 'revoke_key'; readonly id: string }
  | { readonly kind: 'reencrypt' }
  | { readonly kind: 'help'; readonly help: typeof help }
  | { readonly kind: 'wrong'; readonly sentence: string };

/** What the command line asks for. */
export const parseFlags = (args: readonly string[]): Flags => {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        'create-key': { type: 'string' },
        'revoke-key': { type: 'string' },
        reencrypt: { type: 'boolean' },
        'check-config': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return { kind: 'help', help };
    if (values['create-key'] !== undefined) return keyOwner(values['create-key']);
    if (values['revoke-key'] !== undefined) return keyId(values['revoke-key']);
    if (values.reencrypt) return { kind: 'reencrypt' };
    return { kind: values['check-config'] ? 'check' : 'run' };
  } catch (error) {
    const [reason] = (error as TypeError).message.split('. ');
    return { kind: 'wrong', sentence: `${reason}. See --help.` };
  }
};

const keyIdIn = /^(?:mr_)?([a-z0-9]{8})(?:_[A-Za-z0-9_-]*)?$/;

/** Never repeats what was given: it may be a key. */
const keyId = (text: string): Flags => {
  const [, id] = keyIdIn.exec(text) ?? [];
  if (id !== undefined) return { kind: 'revoke_key', id };
  return { kind: 'wrong', sentence: '--revoke-key wants the eight characters after mr_ of a key, or the key itself. See --help.' };
};

const keyOwner = (text: string): Flags => {
  const [tenant = '', scopeText = 'tasks'] = text.split(':', 2);
  const scopes = parseScopes(scopeText);
  if (isTenantName(tenant) && scopes) return { kind: 'create_key', tenant, scopes };
  return { kind: 'wrong', sentence: '--create-key wants a tenant and perhaps scopes, such as acme or acme:tasks+admin. See --help.' };
};
