import { z } from 'zod';
import { queryCursor, queryLimit } from './page-query.js';

/** What an admin can do that is written down. */
export const auditActions = [
  'key.create',
  'key.update',
  'key.rotate',
  'key.revoke',
  'queue.pause',
  'queue.resume',
  'queue.redrive',
] as const;
export type AuditAction = (typeof auditActions)[number];

const exampleEntry = {
  id: '1795435200000-0',
  at: '2026-11-23T12:00:00.000Z',
  actor: { key_id: 'env-ops-1f2e3d4c', tenant: 'ops' },
  action: 'queue.pause',
  target: 'gpt-4o-mini',
  request_id: '0f6c2f0e-6f0b-4a53-9a35-3a7f3f1f8f2e',
} as const;

/** One entry of the audit log. It holds no secret. */
export const auditEntry = z
  .object({
    id: z.string(),
    at: z.string().meta({ format: 'date-time' }),
    actor: z.object({
      key_id: z.string().meta({ description: '`command line` for what was done there.' }),
      tenant: z.string().meta({ description: 'Empty for what was done on the command line.' }),
    }),
    action: z.enum(auditActions),
    target: z.string().meta({ description: 'The id of the key, or the route.' }),
    request_id: z.string(),
    details: z.record(z.string(), z.unknown()).optional().meta({ description: 'What was changed.' }),
  })
  .meta({ id: 'AuditEntry', examples: [exampleEntry] });
export type AuditEntry = z.infer<typeof auditEntry>;

export const auditQuery = z.strictObject({ limit: queryLimit('entries'), cursor: queryCursor });
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditList = z
  .object({ object: z.literal('list'), data: z.array(auditEntry), has_more: z.boolean(), next_cursor: z.string().optional() })
  .meta({ id: 'AuditList', examples: [{ object: 'list', data: [exampleEntry], has_more: false }] });
export type AuditList = z.infer<typeof auditList>;
