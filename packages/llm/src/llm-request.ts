import type { TaskPayload } from '@millrace/contracts';

/** What a model is asked, as a task's payload carries it, and under which name; what else a payload holds is never sent. */
export interface LlmRequest
  extends Pick<
    TaskPayload,
    'messages' | 'maxTokens' | 'temperature' | 'topP' | 'stop' | 'seed' | 'responseFormat' | 'tools' | 'toolChoice'
  > {
  /** The model's name as the provider knows it. */
  readonly model: string;
  /** Providers offer it for tracking end users; Millrace does not pass on who asked. */
  readonly user?: never;
}
