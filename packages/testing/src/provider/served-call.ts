import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { createReply } from '../upstream/upstream-reply.js';
import type { CallContent } from './call-content.js';
import type { KeyAccount } from './key-account.js';
import type { CallVerdict, OpenCall } from './provider-call.js';
import type { ProviderSettings } from './provider-settings.js';

/** One call, and all that decides what becomes of it. */
export interface DecidedCall {
  readonly call: OpenCall;
  readonly content: CallContent;
  readonly response: ServerResponse;
  /** As they were when it came. */
  readonly settings: ProviderSettings;
  readonly account: KeyAccount;
  /** How many calls there were before it. */
  readonly number: number;
  readonly now: () => number;
}

/** A call that no limit is against. */
export interface ServedCall extends DecidedCall {
  /** Corrects what was counted and frees its place; safe to call twice. */
  leave(): void;
}

export interface Refusal {
  readonly verdict: CallVerdict;
  readonly status: number;
  readonly message: string;
  readonly type: string;
  readonly code?: string;
  readonly headers?: OutgoingHttpHeaders;
}

/** Answers with an error in OpenAI's shape. */
export const refuse = ({ call, response }: DecidedCall, { verdict, status, message, type, code, headers = {} }: Refusal): void => {
  call.verdict = verdict;
  call.status = status;
  createReply(response).send(status, { error: { message, type, param: null, code: code ?? null } }, headers);
};
