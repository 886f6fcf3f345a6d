import { type Scope, scopes } from '@millrace/contracts';
import { z } from 'zod';
import { type Secret, secret } from './secret.js';
import { splitList } from './text-schemas.js';

/** A key from the environment, belonging to one tenant. */
export interface ApiKey {
  readonly tenant: string;
  readonly key: Secret;
  readonly scopes: readonly Scope[];
}

/** `tasks+admin`, or `undefined` when a word is no scope. */
export const parseScopes = (text: string): readonly Scope[] | undefined => {
  const words = text.split('+');
  const found = scopes.filter((scope) => words.includes(scope));
  return found.length === words.length ? found : undefined;
};

/** Tenants stand in Redis keys and logs, so their names are plain. */
export const isTenantName = (text: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(text);

/** A key, or what is wrong with the entry in words that hold no piece of it: any part could be the misplaced key. */
const parseEntry = (entry: string): ApiKey | string => {
  const [tenant = '', key = '', scopeText = 'tasks', ...rest] = entry.split(':');
  if (rest.length > 0 || !entry.includes(':')) return 'is not of the form tenant:key or tenant:key:scope+scope';
  if (!isTenantName(tenant)) return 'has a tenant that is not 1 to 64 letters, digits, dashes and underscores';
  if (!/^[\x21-\x7e]{1,256}$/.test(key)) return 'has a key that is not 1 to 256 visible ASCII characters';
  const granted = parseScopes(scopeText);
  return granted === undefined ? 'has a scope that is neither tasks nor admin' : { tenant, key: secret(key), scopes: granted };
};

/** Reads `tenant:key[:scope+scope],…`; keys hold neither `:` nor `,`, and none may stand there twice. */
export const apiKeysSchema = z.string().transform((text, context): readonly ApiKey[] => {
  const keys: ApiKey[] = [];
  const positions = new Map<string, number>();
  for (const [index, entry] of splitList(text).entries()) {
    const parsed = parseEntry(entry);
    const earlier = typeof parsed === 'string' ? undefined : positions.get(parsed.key.reveal());
    if (typeof parsed === 'string') context.addIssue(`must be a comma list of tenant:key[:scope+scope]; entry ${index + 1} ${parsed}`);
    else if (earlier !== undefined) context.addIssue(`must not name a key twice; entry ${index + 1} repeats entry ${earlier}`);
    else {
      positions.set(parsed.key.reveal(), index + 1);
      keys.push(parsed);
    }
  }
  return keys;
});
