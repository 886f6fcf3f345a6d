import { keyChange, keyCreation, keyRotation } from '../key-body.js';
import { createdKey, keyList, keyListQuery, keyView } from '../key-view.js';
import type { Operation } from '../operation.js';

const keyId = 'The id of a key, the eight characters after `mr_`.';
const shared = { tag: 'Keys', access: 'key', scope: 'admin' } as const;
const one = { ...shared, path: '/v1/keys/{id}', pathParameters: { id: keyId } } as const;

/** Keys that are kept in Redis; those of `MILLRACE_API_KEYS` are not among them. */
export const keyOperations = {
  createKey: {
    ...shared,
    id: 'createKey',
    method: 'post',
    path: '/v1/keys',
    summary: 'Create a key',
    description: 'The answer is the only place where the key itself is ever shown. It works at once, at every api.',
    body: keyCreation,
    responses: { 201: { description: 'The key.', schema: createdKey, headers: { Location: 'Where to read it.' } } },
    problems: [],
  },
  listKeys: {
    ...shared,
    id: 'listKeys',
    method: 'get',
    path: '/v1/keys',
    summary: 'List the keys',
    description:
      'The keys that were made at run time, newest first; a revoked or expired one for 30 days more. Keys of `MILLRACE_API_KEYS` are not listed.',
    query: keyListQuery,
    responses: { 200: { description: 'A page.', schema: keyList } },
    problems: [],
  },
  readKey: {
    ...one,
    id: 'readKey',
    method: 'get',
    summary: 'Read a key',
    responses: { 200: { description: 'The key.', schema: keyView } },
    problems: ['unknown_key_id'],
  },
  updateKey: {
    ...one,
    id: 'updateKey',
    method: 'patch',
    summary: 'Change a key',
    description:
      'Changes what is named; effective at every api within a second. Of a key that was rotated `expires_at` can only be brought forward, and its budget is that of its successor.',
    body: keyChange,
    responses: { 200: { description: 'The key as it is now.', schema: keyView } },
    problems: ['unknown_key_id', 'key_not_in_use'],
  },
  revokeKey: {
    ...one,
    id: 'revokeKey',
    method: 'delete',
    summary: 'Revoke a key',
    description:
      'Within a second every api refuses it and ends the streams, waits and uploads it holds open. Tasks it submitted go on. It stays listed for 30 days. May be repeated.',
    responses: { 200: { description: 'The key, with `revoked_at`.', schema: keyView } },
    problems: ['unknown_key_id'],
  },
  rotateKey: {
    ...shared,
    id: 'rotateKey',
    method: 'post',
    path: '/v1/keys/{id}/rotate',
    pathParameters: { id: keyId },
    summary: 'Rotate a key',
    description:
      'Makes a new key with the same name, tenant, scopes, limits, weight and budget; what the old one has spent counts for both. The old one goes on for `overlap_seconds` and then expires, so that callers can change over one by one. An expiry that was set carries over. A key is rotated once.',
    body: keyRotation,
    bodyOptional: true,
    responses: { 201: { description: 'The new key.', schema: createdKey, headers: { Location: 'Where to read it.' } } },
    problems: ['unknown_key_id', 'key_not_in_use'],
  },
} as const satisfies Record<string, Operation>;
