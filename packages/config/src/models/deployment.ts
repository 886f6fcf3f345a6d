import type { Secret } from '../secret.js';

/** What may be asked of one place; an absent limit is none that is known. */
export interface CallLimits {
  readonly requestsPerMinute?: number;
  /** Tokens read and written together. */
  readonly tokensPerMinute?: number;
  /** Calls at a time. */
  readonly maxInFlight?: number;
}

/** An upstream secret; its limits are shared by all deployments that use it. */
export interface Credential {
  /** `[a-z0-9._-]+`, safe to log and to label metrics with. */
  readonly name: string;
  readonly secret: Secret;
  /** Says whether two secrets are the same without saying what they are; changes when the secret does. */
  readonly fingerprint: string;
  readonly limits: CallLimits;
}

/** US dollars per million tokens. */
export interface Price {
  readonly inputPerMillion: number;
  /** For input the provider had cached; as `inputPerMillion` where the file says nothing. */
  readonly cachedInputPerMillion: number;
  readonly outputPerMillion: number;
}

/** Milliseconds: until connected, until the first byte, between two chunks, for the whole call. */
export interface CallTimeouts {
  readonly connectMs: number;
  readonly firstByteMs: number;
  readonly idleMs: number;
  readonly totalMs: number;
}

/** One place that serves a route. */
export interface Deployment {
  /** `[a-z0-9._:-]+`, unique in an installation: names limits, breaker, metrics and who answered. */
  readonly name: string;
  /** Where `/chat/completions` is served, usually ending in `/v1`; without a query. */
  readonly baseUrl: string;
  /** Appended to each URL, such as Azure's `api-version`. */
  readonly query: Readonly<Record<string, string>>;
  /** Absent for a server that wants none. */
  readonly credential?: Credential;
  /** How the credential travels: `Authorization: Bearer …` or `api-key: …`. */
  readonly authentication: 'bearer' | 'api-key';
  /** The name the upstream knows the model by; absent = the name that was asked for. */
  readonly upstreamModel?: string;
  readonly limits: CallLimits;
  /** Its share beside the others of its tier; above 0. */
  readonly weight: number;
  readonly timeouts: CallTimeouts;
  /** Absent = unknown, which is not free. */
  readonly price?: Price;
  readonly maxTokensParameter: 'auto' | 'max_completion_tokens' | 'max_tokens';
  /** Request parameters this upstream refuses; they are left out. */
  readonly unsupportedParameters: readonly string[];
  /** Most tokens of question and answer together; absent = not known. */
  readonly contextLength?: number;
}
