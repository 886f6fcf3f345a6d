/** How often something may happen: `limit` times in `windowSeconds`; `text` is how it was written, such as `5/minute`. */
export interface Policy {
  readonly limit: number;
  readonly windowSeconds: number;
  readonly text: string;
}
