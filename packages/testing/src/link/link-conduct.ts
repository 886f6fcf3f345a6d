/** What a link does to the bytes that pass. */
export interface LinkConduct {
  /** How much later everything arrives, in milliseconds, each way. */
  readonly delayMs?: number;
  /** Each way and for each connection. */
  readonly bytesPerSecond?: number;
  /** `back`: what the server answers is swallowed, so that a command is executed and its caller never learns of it; `both`: nothing passes. Connections are reset when it is over. */
  readonly mute?: 'back' | 'both';
}
