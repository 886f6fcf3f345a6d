import { isOpenAi } from '@millrace/llm';
import type { WorkerValues } from './settings.js';

/** What is wrong with settings that are each right alone; beside a models file (`file`) the environment's own upstream counts for nothing. */
export const workerConfigErrors = ({ llm, retention, attempts }: WorkerValues, file?: string): readonly string[] => {
  const { resultTtlSeconds, tombstoneTtlSeconds } = retention;
  const { retryBaseMs, retryCapMs } = attempts;
  return [
    ...(file === undefined && llm.apiKey === undefined && isOpenAi(llm.baseUrl)
      ? [
          'OPENAI_API_KEY is not set, and api.openai.com answers nobody without one; set it, or set OPENAI_BASE_URL to an upstream of your own.',
        ]
      : []),
    ...(resultTtlSeconds > tombstoneTtlSeconds
      ? [`MILLRACE_RESULT_TTL_SECONDS (${resultTtlSeconds}) must not be above MILLRACE_TOMBSTONE_TTL_SECONDS (${tombstoneTtlSeconds}).`]
      : []),
    ...(retryBaseMs > retryCapMs
      ? [`MILLRACE_RETRY_BASE_MS (${retryBaseMs}) must not be above MILLRACE_RETRY_CAP_MS (${retryCapMs}).`]
      : []),
  ];
};

const timeoutNames = {
  connectMs: 'MILLRACE_CONNECT_TIMEOUT_MS',
  firstByteMs: 'MILLRACE_FIRST_BYTE_TIMEOUT_MS',
  idleMs: 'MILLRACE_IDLE_TIMEOUT_MS',
} as const;

/** What works but is seldom meant. */
export const workerConfigWarnings = ({ llm, timeouts }: WorkerValues, file?: string): readonly string[] => [
  ...(['connectMs', 'firstByteMs', 'idleMs'] as const)
    .filter((name) => timeouts[name] > timeouts.totalMs)
    .map(
      (name) => `${timeoutNames[name]} (${timeouts[name]}) is above MILLRACE_TOTAL_TIMEOUT_MS (${timeouts.totalMs}) and never comes about.`,
    ),
  ...(file === undefined &&
  llm.apiKey !== undefined &&
  llm.baseUrl.startsWith('http://') &&
  !/^(localhost|127\..*|\[::1\])$/.test(new URL(llm.baseUrl).hostname)
    ? ['OPENAI_BASE_URL is http, so OPENAI_API_KEY and all prompts travel unencrypted.']
    : []),
];
