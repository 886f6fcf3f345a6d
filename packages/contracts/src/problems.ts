// biome-ignore-all lint/style/noExcessiveLinesPerFile: one catalogue, read from top to bottom.
/** Who caused a failure: the caller's request, a limit the operator set, the queue and its store, a worker, or the provider. */
export type ProblemOrigin = 'caller' | 'policy' | 'queue' | 'worker' | 'upstream';

interface ProblemEntry {
  /** HTTP status of the answer; for a task that failed, the status `POST /predict` answers with. */
  readonly status: number;
  readonly title: string;
  /** Whether the same request may succeed later without being changed. */
  readonly retryable: boolean;
  readonly origin: ProblemOrigin;
  readonly cause: string;
  readonly remedy: string;
}

const caller = (status: number, title: string, cause: string, remedy: string): ProblemEntry => ({
  status,
  title,
  retryable: false,
  origin: 'caller',
  cause,
  remedy,
});

const upstream = (status: number, title: string, retryable: boolean, cause: string, remedy: string): ProblemEntry => ({
  status,
  title,
  retryable,
  origin: 'upstream',
  cause,
  remedy,
});

/** Every failure a caller can see, by code. Status, title, docs page and retry advice all come from here. */
export const problems = {
  invalid_json: caller(
    400,
    'The body is not JSON',
    'The request body could not be read as JSON; the answer names the line and column where reading stopped.',
    'Correct the body at that place. A frequent cause is quotes lost in the shell: put the body in a file and send it with `curl --data @file`.',
  ),
  invalid_utf8: caller(
    400,
    'The body is not UTF-8',
    'The request body holds bytes that are not valid UTF-8.',
    'Send the text encoded as UTF-8, which is the only encoding JSON allows.',
  ),
  invalid_body: caller(
    400,
    'The body does not fit',
    'The body is JSON, but a field is missing, unknown, of the wrong type or out of bounds; `errors` points at each one.',
    'Correct the fields named in `errors`. The reference at `/docs` lists all fields and bounds.',
  ),
  invalid_query: caller(
    400,
    'The query does not fit',
    'A query parameter is unknown or has a value it cannot have; `errors` names each one.',
    'Correct the parameters named in `errors`.',
  ),
  invalid_request: caller(
    400,
    'The request is malformed',
    'The request line, a header or the path cannot be read.',
    'Correct the part named in `detail`; percent-encode paths.',
  ),
  invalid_header: caller(
    400,
    'A header does not fit',
    'A request header has a value it cannot have; `detail` names the header and what would be right.',
    'Correct the header named in `detail`.',
  ),
  request_timeout: caller(
    408,
    'The request took too long to arrive',
    'The request line, the headers or the body did not arrive in the time allowed.',
    'Send the request in one go, or over a faster connection.',
  ),
  headers_too_large: caller(
    431,
    'The headers are too large',
    'The request line and headers together are larger than 16 kB, or there are more than 100 headers.',
    'Send a shorter URL and fewer or shorter headers and cookies.',
  ),
  conflicting_keys: caller(
    400,
    'Two different keys',
    'Both `X-API-Key` and `Authorization` are present, or one of them twice, and they differ.',
    'Send one of the two.',
  ),
  missing_key: caller(401, 'No API key', 'The request carries no API key.', 'Send the key as `X-API-Key: …` or `Authorization: Bearer …`.'),
  unknown_key: caller(
    401,
    'Unknown API key',
    'The key is not known here, or no longer.',
    'Check that the key is complete, belongs to this installation and has not been revoked.',
  ),
  invalid_key: caller(
    403,
    'Invalid API key',
    'The key is missing or unknown. `POST /process`, `GET /status/{task_id}` and `POST /predict` answer so; the routes under `/v1` answer 401.',
    'Send a valid key as `X-API-Key: …` or `Authorization: Bearer …`.',
  ),
  missing_scope: caller(
    403,
    'The key may not do this',
    'The key is valid but lacks the scope this route needs; `detail` names it.',
    'Use a key that has the scope, or ask the operator for one.',
  ),
  unknown_path: caller(404, 'No such path', 'Nothing is served at this path.', 'See `/docs` for what there is.'),
  unknown_task: caller(
    404,
    'No such task',
    'No task with this id belongs to your tenant. Ids of other tenants look the same as ids that never were.',
    'Check the id and the key. A task that has been forgotten for good also looks like this.',
  ),
  unknown_key_id: caller(
    404,
    'No such key',
    'No key with this id was made at run time, or it was revoked long ago. Keys of `MILLRACE_API_KEYS` are not looked after here.',
    'Check the id: the eight characters after `mr_`, as `GET /v1/keys` lists them.',
  ),
  unknown_route: caller(
    404,
    'No such route',
    'This installation has no route with this slug.',
    'See `GET /v1/queues` for those there are.',
  ),
  unknown_model: caller(
    404,
    'No such model',
    'The model asked for is not served here; `detail` lists those that are.',
    'Ask for one of them, or leave `model` out for the default.',
  ),
  unknown_webhook: caller(
    404,
    'No such webhook endpoint',
    'No endpoint with this id belongs to your tenant. Ids of other tenants look the same as ids that never were.',
    'Check the id and the key; `GET /v1/webhooks` lists the endpoints there are.',
  ),
  unknown_delivery: caller(
    404,
    'No such delivery',
    'No delivery with this id belongs to your tenant, or it is older than deliveries are kept. Ids of other tenants look the same as ids that never were.',
    'Check the id and the key; `GET /v1/webhooks/deliveries` lists what is kept.',
  ),
  method_not_allowed: caller(
    405,
    'Method not allowed',
    'The path exists but not with this method.',
    'Use one of the methods in the `Allow` header.',
  ),
  task_gone: caller(
    410,
    'The task is over and its answer is gone',
    'The task ended and what was kept of it has outlived its time to live; the answer says how and when it ended.',
    'Submit it again if the answer is still needed; `result_ttl_seconds`, or `MILLRACE_RESULT_TTL_SECONDS` for all, keeps answers for longer.',
  ),
  task_erased: caller(
    410,
    'The task was erased',
    'Someone of your tenant erased the task: its prompt, its answer and its events are gone, only that it was there is kept.',
    'Submit it again if the answer is still needed.',
  ),
  task_not_ended: caller(
    409,
    'The task has not ended',
    'Only a task that has ended can be run again; this one is still open.',
    'Wait for its end, or cancel it first.',
  ),
  too_many_webhooks: {
    status: 409,
    title: 'Too many webhook endpoints',
    retryable: false,
    origin: 'policy',
    cause: 'Your tenant has 20 endpoints, which is the most there can be.',
    remedy: 'Delete one, or change one with `PATCH /v1/webhooks/{id}`.',
  },
  webhook_disabled: caller(
    409,
    'The endpoint takes nothing',
    'The endpoint is disabled or was deleted, so nothing is sent to it.',
    'Enable it with `PATCH /v1/webhooks/{id}` and `{"enabled": true}`, then try again.',
  ),
  delivery_pending: caller(
    409,
    'The delivery is still pending',
    'Only a delivery that has come to an end can be sent again; this one has attempts left.',
    'Wait for its next attempt; `next_attempt_at` says when.',
  ),
  key_not_in_use: caller(
    409,
    'The key is no longer in use',
    'The key was revoked, has expired, or was rotated before, so it cannot be changed or rotated, nor go on for longer once it was rotated; `detail` says which.',
    'Change the key that replaced it, or create a new one.',
  ),
  idempotency_key_reused: caller(
    422,
    'The idempotency key was used for something else',
    'A submission with the same `Idempotency-Key` and another body was accepted before.',
    'Use a new key for a new submission, and the same body with the same key.',
  ),
  body_too_large: caller(
    413,
    'The body is too large',
    'The body is larger than this installation accepts.',
    'Send less, or have the operator raise `MILLRACE_BODY_LIMIT_BYTES`, or for an array of tasks `MILLRACE_BULK_LIMIT_BYTES`.',
  ),
  unsupported_media_type: caller(
    415,
    'The content type is not supported',
    'The body must be JSON, or for many tasks lines of JSON, and be labelled so.',
    'Send `Content-Type: application/json` and no `Content-Encoding`; many tasks may also come as `application/x-ndjson`.',
  ),
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    retryable: true,
    origin: 'policy',
    cause: 'A limit of requests per time has been reached for this key or address; `detail` names the policy.',
    remedy: 'Wait as long as `Retry-After` says, then send the request again. The operator sets the policies.',
  },
  budget_exhausted: {
    status: 402,
    title: 'The budget is used up',
    retryable: true,
    origin: 'policy',
    cause:
      'The tasks of this key have cost, or are about to cost, as much as they may in this day or month (UTC); `detail` says which, and when it is new.',
    remedy:
      'Wait as long as `Retry-After` says, or have the operator raise the budget of the key. With `on_exhausted` set to `hold` tasks are accepted and wait instead.',
  },
  too_many_open_requests: {
    status: 429,
    title: 'Too many open requests',
    retryable: true,
    origin: 'policy',
    cause: 'This key holds as many streams, waits and uploads open at this instance as it may.',
    remedy: 'Close some, or poll instead; the operator sets `MILLRACE_MAX_OPEN_REQUESTS_PER_KEY`.',
  },
  too_many_wrong_keys: {
    status: 429,
    title: 'Too many wrong keys',
    retryable: true,
    origin: 'policy',
    cause: 'Too many wrong keys came from this address. A valid key is still accepted from it.',
    remedy: 'Correct the key; wait as long as `Retry-After` says before trying another one.',
  },
  internal_error: {
    status: 500,
    title: 'Something broke here',
    retryable: true,
    origin: 'queue',
    cause: 'Millrace met a condition it should have handled. The log line with the same `request_id` says which.',
    remedy: 'Try again; if it stays, report it with the `request_id`.',
  },
  store_unavailable: {
    status: 503,
    title: 'The store is away',
    retryable: true,
    origin: 'queue',
    cause: 'Redis cannot be reached or does not answer in time, so nothing can be accepted or read.',
    remedy:
      'Try again after `Retry-After`. If this was a submission and no id came back, it may still have been stored: repeat it with the same `Idempotency-Key`; without one it may run twice.',
  },
  undecipherable: {
    status: 503,
    title: 'What is stored cannot be decrypted',
    retryable: true,
    origin: 'queue',
    cause:
      'It was encrypted with a key that is not among the keys of this api (`MILLRACE_ENCRYPTION_KEYS`), or it was changed in Redis. The log line with the same `request_id` names the key.',
    remedy: 'Nothing is lost: give every api and worker the key back, as one of those that are not in front.',
  },
  queue_full: {
    status: 503,
    title: 'The queue is full',
    retryable: true,
    origin: 'policy',
    cause: 'As many tasks are open as this installation allows.',
    remedy: 'Try again after `Retry-After`; add workers, or raise `MILLRACE_MAX_OPEN_TASKS` if Redis has room.',
  },
  memory_full: {
    status: 503,
    title: 'The store is nearly full',
    retryable: true,
    origin: 'policy',
    cause: 'Redis uses more of its `maxmemory` than `MILLRACE_MAX_MEMORY_SHARE` allows; tasks already accepted keep the rest.',
    remedy: 'Try again after `Retry-After`; shorten the retention or give Redis more memory.',
  },
  too_many_uploads: {
    status: 503,
    title: 'Too much is being uploaded',
    retryable: true,
    origin: 'policy',
    cause: 'The arrays of tasks that this instance is reading, of all keys together, take as much memory as they may.',
    remedy: 'Try again after `Retry-After`; send smaller arrays, or lines of NDJSON, which take little memory.',
  },
  shutting_down: {
    status: 503,
    title: 'This instance is stopping',
    retryable: true,
    origin: 'queue',
    cause: 'The instance that got the request is being stopped.',
    remedy: 'Send the request again; another instance will take it.',
  },
  api_unavailable: {
    status: 503,
    title: 'No api answered',
    retryable: true,
    origin: 'queue',
    cause: 'The proxy in front reached no api, or the api ended before it had answered; a submission may have been stored.',
    remedy: 'Send the request again after `Retry-After`; if it stays so, look whether any api runs.',
  },
  upstream_rejected: upstream(
    422,
    'The model refused the request',
    false,
    'The provider answered that the request itself is wrong (400, 404, 413 or 422), so asking again would not help.',
    'Check the parameters against what the model supports: length, tools, response format, name.',
  ),
  upstream_context_exceeded: upstream(
    422,
    "The prompt is longer than the model's context",
    false,
    'The provider answered that question and answer together are longer than the model can take, and no deployment of the model that was asked takes more.',
    'Shorten the messages, ask for a shorter answer with `max_tokens`, or ask a model with a longer context.',
  ),
  upstream_unauthorized: upstream(
    502,
    "The provider refused Millrace's credential",
    false,
    "The provider answered 401, 402 or 403 to the operator's credential. Your own key is fine.",
    'The operator must check `OPENAI_API_KEY` and the account behind it.',
  ),
  upstream_quota_exhausted: upstream(
    502,
    "The provider's quota is used up",
    false,
    'The provider says that the account has no credit or quota left; waiting a little does not change that.',
    'The operator must check the plan and billing at the provider.',
  ),
  upstream_rate_limited: upstream(
    503,
    'The provider is limiting requests',
    true,
    'The provider kept answering 429 until all attempts were used.',
    'Submit again later, or have the operator raise `MILLRACE_MAX_ATTEMPTS` or the limits at the provider.',
  ),
  upstream_unavailable: upstream(
    502,
    'The provider failed',
    true,
    'The provider kept answering with a server error (408, 409 or 5xx) until all attempts were used.',
    "Submit again later; see the provider's status page.",
  ),
  upstream_unreachable: upstream(
    502,
    'The provider could not be reached',
    true,
    'No connection to the provider could be made, or it broke before anything came back.',
    'The operator should check `OPENAI_BASE_URL`, the network and the name service.',
  ),
  upstream_timeout: upstream(
    504,
    'The provider took too long',
    true,
    'The provider did not connect, begin, go on or finish in the time allowed; `message` says which.',
    'Submit again, ask for less, or have the operator raise the timeout named in `message`.',
  ),
  upstream_stream_broken: upstream(
    502,
    'The answer broke off',
    true,
    'The provider stopped in the middle of its answer in every attempt.',
    'Submit again; if it stays, look for a proxy between Millrace and the provider that cuts long answers.',
  ),
  upstream_invalid_answer: upstream(
    502,
    'The provider answered with something else',
    true,
    'What came back is not a chat completion: a web page, broken JSON, a redirect, or no end. It was tried again, elsewhere where the model has other deployments, until all attempts were used.',
    'Submit again later; if it stays, the operator should check that the base URL of the deployment names an OpenAI-compatible API (usually ending in `/v1`), and what stands in front of it.',
  ),
  worker_lost: {
    status: 502,
    title: 'Workers died while running it',
    retryable: false,
    origin: 'worker',
    cause: 'The workers that ran this task died again and again, so it may be what kills them.',
    remedy: 'The operator should look at the logs of the workers named in the attempts before it is submitted again.',
  },
  no_route: {
    status: 503,
    title: 'The model is no longer served',
    retryable: false,
    origin: 'queue',
    cause: 'The task was accepted for a model that has since been taken out of the configuration.',
    remedy: 'Submit it again for one of the models in `GET /v1/models`.',
  },
  deadline_exceeded: {
    status: 504,
    title: 'Not finished in time',
    retryable: true,
    origin: 'policy',
    cause: 'The task had not ended by its `finish_by`, so it was stopped.',
    remedy: 'Submit it again, with more time or when the queue is shorter.',
  },
  start_deadline_exceeded: {
    status: 504,
    title: 'Not started in time',
    retryable: true,
    origin: 'policy',
    cause: 'No worker had begun the task by its `start_by`, so it was never run.',
    remedy: 'Submit it again, with more time or when the queue is shorter.',
  },
  cancelled: {
    status: 409,
    title: 'Cancelled',
    retryable: false,
    origin: 'caller',
    cause: 'The task was cancelled before it ended.',
    remedy: 'Submit it again if it is still wanted.',
  },
} as const satisfies Record<string, ProblemEntry>;

export type ProblemCode = keyof typeof problems;
export type Problem = ProblemEntry & { readonly code: ProblemCode };

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(problems, code);

/** The codes a task's own failure can have. */
export const failureCodes = [
  'upstream_rejected',
  'upstream_context_exceeded',
  'upstream_unauthorized',
  'upstream_quota_exhausted',
  'upstream_rate_limited',
  'upstream_unavailable',
  'upstream_unreachable',
  'upstream_timeout',
  'upstream_stream_broken',
  'upstream_invalid_answer',
  'worker_lost',
  'no_route',
  'deadline_exceeded',
  'start_deadline_exceeded',
  'cancelled',
  'internal_error',
] as const satisfies readonly ProblemCode[];
export type FailureCode = (typeof failureCodes)[number];
