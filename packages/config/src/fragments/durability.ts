import { z } from 'zod';
import { setting } from '../setting.js';

/** How safe a task is before its id is told: as the server writes (`server`), on its disk (`disk`), or at so many replicas too. */
export type Durability = { readonly kind: 'server' } | { readonly kind: 'disk' } | { readonly kind: 'replicas'; readonly count: number };

const durability = z.string().transform((text, context): Durability => {
  if (text === 'everysec') return { kind: 'server' };
  if (text === 'always') return { kind: 'disk' };
  const [, count] = /^wait:([1-9])$/.exec(text) ?? [];
  if (count !== undefined) return { kind: 'replicas', count: Number(count) };
  context.addIssue('must be everysec, always, or wait:1 to wait:9');
  return z.NEVER;
});

export const durabilityFragment = {
  mode: setting({
    env: 'MILLRACE_DURABILITY',
    schema: durability,
    describe:
      'What a task has survived when its id is answered: `everysec` what Redis does by itself, `always` the disk of Redis has it (`WAITAOF`; Redis 7.2, Valkey 8), `wait:N` N replicas have it (`WAIT`). What cannot be confirmed is answered 503 and may be sent again with its key.',
    whenToChange:
      'Where the second before a power cut, or a fail-over, must not cost a task; submissions then take as long as disk or replicas do.',
    default: 'everysec',
  }),
};
