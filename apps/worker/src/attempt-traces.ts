import type { Deployment } from '@millrace/config';
import type { LlmOutcome } from '@millrace/llm';
import type { OpenSpan, SpanAttributes, Tracing } from '@millrace/observability';
import type { Clock } from '@millrace/runtime';
import type { Attempt, OpenTask } from '@millrace/tasks';
import { errorTypeOf, errorTypeOfEnd } from './error-type.js';
import { providerName } from './provider-name.js';
import type { AttemptEnd } from './telemetry.js';

/** What a span says of who was asked. */
export type AskedDeployment = Pick<Deployment, 'name' | 'baseUrl' | 'upstreamModel'>;

/** The spans of attempts and of their calls, in the trace of the request that submitted the task. They hold no prompt, no answer and nothing a provider wrote. */
export interface AttemptTraces {
  begun(task: OpenTask, attempt: Attempt): void;
  /** `end`: absent of one whose end could not be written. */
  ended(task: OpenTask, end?: AttemptEnd): void;
  called(task: OpenTask, outcome: LlmOutcome, durationMs: number, deployment: AskedDeployment): void;
}

export interface AttemptTracesOptions {
  readonly tracing: Tracing;
  readonly clock: Clock;
}

export const createAttemptTraces = ({ tracing, clock }: AttemptTracesOptions): AttemptTraces => {
  // A task that is in hand has one attempt at a time.
  const open = new WeakMap<OpenTask, OpenSpan>();

  const ended: AttemptTraces['ended'] = (task, end) => {
    open.get(task)?.end({
      attributes: { 'millrace.outcome': end?.outcome ?? 'unwritten' },
      errorType: end ? errorTypeOfEnd(end) : '_OTHER',
    });
    open.delete(task);
  };
  return {
    begun: (task, { number, fence, queuedMs, deployment }) => {
      const attributes: SpanAttributes = {
        'messaging.system': 'bullmq',
        'messaging.operation.type': 'process',
        'messaging.operation.name': 'process',
        'messaging.destination.name': task.route,
        'messaging.message.id': task.id,
        'millrace.task_id': task.id,
        'millrace.attempt': number,
        'millrace.fence': fence,
        'millrace.queued_ms': queuedMs,
        'millrace.deployment': deployment,
      };
      open.set(task, tracing.begin({ name: `process ${task.route}`, kind: 'consumer', parent: task.trace, attributes }));
    },
    ended,
    called: (task, outcome, durationMs, deployment) => {
      tracing
        .begin({
          name: `chat ${modelOf(task, deployment)}`,
          kind: 'client',
          parent: open.get(task)?.context ?? task.trace,
          atMs: clock() - durationMs,
          attributes: requestAttributes(task, deployment),
        })
        .end({ attributes: answerAttributes(outcome), errorType: errorOf(outcome) });
    },
  };
};

/** What the provider is asked for: its own name of the model, or the caller's. */
const modelOf = ({ model }: OpenTask, { upstreamModel }: AskedDeployment): string => upstreamModel ?? model;

const requestAttributes = (task: OpenTask, deployment: AskedDeployment): SpanAttributes => {
  const { id, route, payload } = task;
  const { name, baseUrl } = deployment;
  const { hostname, port, protocol } = new URL(baseUrl);
  return {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providerName(hostname),
    'gen_ai.request.model': modelOf(task, deployment),
    'gen_ai.request.max_tokens': payload.maxTokens,
    'gen_ai.request.temperature': payload.temperature,
    'gen_ai.request.top_p': payload.topP,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
    'millrace.task_id': id,
    'millrace.route': route,
    'millrace.deployment': name,
  };
};

const answerAttributes = (outcome: LlmOutcome): SpanAttributes => {
  if (outcome.kind === 'failed') return { 'http.response.status_code': outcome.failure.status, ...tokens(outcome.partial?.usage) };
  if (outcome.kind === 'aborted') return tokens(outcome.partial.usage);
  return {
    'gen_ai.response.model': outcome.model,
    'gen_ai.response.finish_reasons': [outcome.finishReason],
    'gen_ai.response.time_to_first_chunk': outcome.firstDeltaMs / 1000,
    ...tokens(outcome.usage),
  };
};

type Usage = { readonly inputTokens: number; readonly outputTokens: number; readonly cachedInputTokens?: number | undefined };

const tokens = (usage: Usage | null | undefined): SpanAttributes =>
  usage
    ? {
        'gen_ai.usage.input_tokens': usage.inputTokens,
        'gen_ai.usage.output_tokens': usage.outputTokens,
        'gen_ai.usage.cache_read.input_tokens': usage.cachedInputTokens,
      }
    : {};

const errorOf = (outcome: LlmOutcome) => (outcome.kind === 'failed' ? errorTypeOf(outcome.failure.code) : undefined);
