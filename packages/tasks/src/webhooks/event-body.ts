import { problems, type TokenUsage, usdText, type WebhookEventType } from '@millrace/contracts';
import type { StoredTask, TaskCost } from '@millrace/store';

interface Event {
  /** The id of the delivery. */
  readonly id: string;
  readonly type: WebhookEventType;
  readonly createdAtMs: number;
  readonly data: object;
}

/** What is sent: thin, without prompt and answer. Its bytes are made once and signed as they are. */
export const eventBody = ({ id, type, createdAtMs, data }: Event): string =>
  JSON.stringify({ id, object: 'event', type, created_at: Math.floor(createdAtMs / 1000), data });

/** How a task stands, as its webhooks are told. */
export const taskEventData = (task: StoredTask): object => ({
  id: task.id,
  status: task.state,
  model: task.model,
  created_at: iso(task.createdAtMs),
  ...(task.endedAtMs !== undefined && { ended_at: iso(task.endedAtMs) }),
  attempts: task.attempts,
  ...(task.usage && { usage: usageData(task.usage) }),
  ...(task.cost && { cost: costData(task.cost) }),
  ...(task.failure && { error: errorData(task.failure) }),
  ...(task.metadata && { metadata: task.metadata }),
  links: linksOf(task.id),
});

/** The same of a task whose record is no longer kept. */
export const forgottenTaskData = (id: string, type: WebhookEventType): object => ({
  id,
  status: type.slice('task.'.length),
  links: linksOf(id),
});

const iso = (ms: number): string => new Date(ms).toISOString();

const linksOf = (id: string) => ({ self: `/v1/tasks/${id}`, events: `/v1/tasks/${id}/events` });

const usageData = ({ inputTokens, outputTokens, totalTokens }: TokenUsage) => ({
  input_tokens: inputTokens,
  output_tokens: outputTokens,
  total_tokens: totalTokens,
});

const costData = ({ nano, estimated, partial }: TaskCost) => ({
  usd: usdText(nano),
  ...(estimated && { estimated }),
  ...(partial && { partial }),
});

const errorData = ({ code, message }: NonNullable<StoredTask['failure']>) => {
  const { retryable, origin } = problems[code];
  return { code, message, retryable, origin };
};
