export type WebhookVerificationCode = 'missing_header' | 'bad_timestamp' | 'too_old' | 'too_new' | 'wrong_signature' | 'not_an_event';

/** What came is not to be believed: answer 400, and do nothing with it. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
  readonly code: WebhookVerificationCode;

  constructor(code: WebhookVerificationCode, message: string) {
    super(message);
    this.code = code;
  }
}
