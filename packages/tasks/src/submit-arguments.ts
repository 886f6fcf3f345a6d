import { type NamedTime, taskEventTypes } from '@millrace/contracts';
import type { Seal } from '@millrace/store';
import { type PriorityWeights, shareArgument } from './share-argument.js';
import type { SubmitRequest } from './submit-outcome.js';
import { sealOwnWebhook } from './webhooks/own-webhook.js';

export interface Submission {
  readonly id: string;
  readonly request: SubmitRequest;
  /** Only look whether it was submitted before: there is no room for a new task. */
  readonly noRoom: boolean;
}

/** One task as `submit.lua` takes it. */
export const submitArguments = (submission: Submission, seal: Seal, weights: PriorityWeights): string[] => {
  const { id, request } = submission;
  const { tenant, keyId, route, payload, requestId } = request;
  const { metadata, ...question } = payload;
  const questionText = JSON.stringify(question);
  return [
    id,
    tenant,
    keyId,
    route.slug,
    route.model,
    seal.seal(questionText, `${id}:payload`),
    metadata ? seal.seal(JSON.stringify(metadata), `${id}:metadata`) : '',
    requestId,
    wishesOf(submission, seal),
    shareArgument(request, questionText, weights),
  ];
};

/** What few tasks ask for; a task that asks for none of it costs Redis no look at it. */
const wishesOf = ({ id, request, noRoom }: Submission, seal: Seal): string => {
  const { tenant, schedule, idempotency, retryOf, webhook, priority = 'standard', keyLimits, trace } = request;
  const ownLimit = keyLimits?.tasksPerMinute;
  const plain = priority === 'standard' && !noRoom && ownLimit === undefined;
  if (plain && !schedule && !idempotency && retryOf === undefined && !webhook && trace === undefined) return '';
  return JSON.stringify({
    ...(idempotency && { idempotency: `${tenant}:${idempotency.key}`, digest: idempotency.digest }),
    retry_of: retryOf,
    ...namedTime('run', schedule?.runAt),
    ...namedTime('start', schedule?.startBy),
    ...namedTime('finish', schedule?.finishBy),
    result_ttl: schedule?.resultTtlMs,
    class: priority === 'standard' ? undefined : priority,
    ...(webhook && { hook: (webhook.events ?? taskEventTypes).join(','), webhook: sealOwnWebhook(webhook, id, seal) }),
    limit: ownLimit,
    trace,
    no_room: noRoom ? 1 : undefined,
  });
};

const namedTime = (name: string, time: NamedTime | undefined) => {
  if (!time) return {};
  return 'atMs' in time ? { [`${name}_at`]: time.atMs } : { [`${name}_in`]: time.inMs };
};
