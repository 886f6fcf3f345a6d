/** How a key or an address stands against one policy after this request. */
export interface Standing {
  /** Name of the policy: printable, without quotes or backslashes. */
  readonly policy: string;
  readonly limit: number;
  readonly windowSeconds: number;
  readonly remaining: number;
  /** Until the whole limit is free again. */
  readonly resetMs: number;
}
