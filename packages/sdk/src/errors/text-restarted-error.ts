/** The text given so far is void, since a new attempt began, and nobody was there to be told. */
export class TextRestartedError extends Error {
  override readonly name = 'TextRestartedError';
  /** The attempt that began. */
  readonly attempt: number;

  constructor(attempt: number) {
    super(`attempt ${attempt} begins the text anew: pass onRestart to go on with it, or wait for the task and read its result`);
    this.attempt = attempt;
  }
}
