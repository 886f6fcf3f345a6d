import { inspect } from 'node:util';

/** A value that prints as `***` wherever it is printed: in text, JSON and `util.inspect`; only `reveal()` hands it out. */
export interface Secret {
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const mask = '***';

/** Wraps a secret text. The text lives in a closure, so no walk over the object's fields finds it. */
export const secret = (text: string): Secret =>
  Object.freeze({
    reveal: () => text,
    toString: () => mask,
    toJSON: () => mask,
    [Symbol.toPrimitive]: () => mask,
    [inspect.custom]: () => mask,
  });
