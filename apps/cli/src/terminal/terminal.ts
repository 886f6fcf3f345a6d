/** A stream that text is written to. Sizes are in characters; 80 by 24 where there is no terminal. */
export interface Screen {
  write(text: string): void;
  readonly isTTY: boolean;
  columns(): number;
  rows(): number;
  /** Calls back whenever the size has changed, until the function it gives back is called. */
  onResize(changed: () => void): () => void;
}

export interface Keyboard {
  readonly isTTY: boolean;
  /** Everything there is, as UTF-8 text. */
  readAll(): Promise<string>;
  /** One line that somebody types. */
  readLine(): Promise<string>;
  /** Calls back with each key as it is pressed, without Enter, until the function it gives back is called. */
  onKey(pressed: (key: string) => void): () => void;
}

/** stdout is data, stderr is talk. */
export interface Terminal {
  readonly out: Screen;
  readonly err: Screen;
  readonly input: Keyboard;
  /** Whether what is written to the stream may be coloured. */
  readonly colours: { readonly out: boolean; readonly err: boolean };
}
