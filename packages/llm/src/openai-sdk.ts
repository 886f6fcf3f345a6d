import OpenAI from 'openai';
import type { LeanFetch } from './lean-fetch.js';
import type { LlmDeployment } from './llm-deployment.js';

export interface OpenAiSdkOptions extends Pick<LlmDeployment, 'apiKey' | 'authentication' | 'baseUrl' | 'query'> {
  readonly fetch: LeanFetch;
}

type BuildRequest = OpenAI['buildRequest'];
type SdkFetch = NonNullable<NonNullable<ConstructorParameters<typeof OpenAI>[0]>['fetch']>;

/** The longest a Node timer can be set. The call's own clocks stop it; the SDK's must never. */
const neverMs = 2 ** 31 - 1;

const silent = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/**
 * The SDK with the part that builds a request replaced by one that has headers and URL ready: the hook it documents for this
 * (`OpenAI.buildRequest`). A fifth of the CPU of a call went into building the same headers again, and it would add
 * those of the environment variable `OPENAI_CUSTOM_HEADERS`, which no option turns off.
 */
class PreparedOpenAi extends OpenAI {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #baseUrl: string;
  readonly #search: string;

  constructor({ apiKey, authentication, baseUrl, query = {}, fetch }: OpenAiSdkOptions) {
    super({
      // Each of these, left out, is read from the environment. The SDK never gets the key, so none of its errors can show it.
      apiKey: 'the key is set by buildRequest',
      adminAPIKey: null,
      organization: null,
      project: null,
      webhookSecret: null,
      baseURL: baseUrl,
      logLevel: 'off',
      logger: silent,
      maxRetries: 0,
      timeout: neverMs,
      fetch: fetch as unknown as SdkFetch,
    });
    this.#baseUrl = baseUrl.replace(/\/+$/, '');
    const search = new URLSearchParams(query).toString();
    this.#search = search && `?${search}`;
    this.#headers = {
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'identity',
      'content-type': 'application/json',
      'user-agent': 'Millrace',
      ...(apiKey !== undefined && (authentication === 'api-key' ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` })),
    };
  }

  override async buildRequest({ method, path, body, fetchOptions }: Parameters<BuildRequest>[0]): ReturnType<BuildRequest> {
    const req = { ...fetchOptions, method, headers: this.#headers, body: JSON.stringify(body) };
    return { req: req as unknown as Awaited<ReturnType<BuildRequest>>['req'], url: this.#baseUrl + path + this.#search, timeout: neverMs };
  }
}

/** The openai client as Millrace uses it: silent, never retrying, deaf to the environment, over a fetch of ours. */
export const createOpenAiSdk = (options: OpenAiSdkOptions): OpenAI => new PreparedOpenAi(options);
