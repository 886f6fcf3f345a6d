import { cleanText } from './clean-text.js';
import { isError } from './is-error.js';

const longestChain = 5;
const mostFrames = 15;

/** What a log keeps of an error; nothing else of it survives, since errors carry headers, bodies and commands. */
export interface DescribedError {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  readonly status?: number;
  readonly type?: string;
  readonly requestId?: string;
  readonly stack?: string;
  readonly cause?: DescribedError | string;
  /** The members of an AggregateError, such as one refused connection for each address tried. */
  readonly errors?: readonly (DescribedError | string)[];
}

const read = (error: object, name: string): unknown => Reflect.get(error, name);

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? cleanText(value) : undefined);

/** An answer of an HTTP API made into an error: its message holds words of the other side, which may repeat the prompt. */
const isApiError = (error: Error): boolean =>
  typeof read(error, 'status') === 'number' && (read(error, 'headers') ?? read(error, 'error')) != null;

const messageOf = (error: Error): string => {
  if (isApiError(error)) return `upstream answered ${String(read(error, 'status'))}; its words are left out`;
  // V8 quotes the text it could not parse.
  if (error.name === 'SyntaxError') return cleanText(error.message.replace(/".*"/s, '"…"'));
  return cleanText(error.message);
};

/** The frames alone: the head of a stack repeats the message, in whatever state it was when the error was made. */
const framesOf = (error: Error): string | undefined => {
  const frames = (typeof error.stack === 'string' ? error.stack : '').split('\n').filter((line) => /^\s+at /.test(line));
  return frames.length === 0 ? undefined : cleanText(frames.slice(0, mostFrames).join('\n'));
};

const defined = <Shape extends object>(shape: Shape) =>
  Object.fromEntries(Object.entries(shape).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Shape]: Exclude<Shape[Name], undefined>;
  };

const describeCause = (cause: unknown, left: number): DescribedError | string | undefined => {
  if (cause === undefined || cause === null || left === 0) return undefined;
  if (isError(cause)) return describeWithin(cause, left);
  return typeof cause === 'object' ? '[object]' : cleanText(String(cause));
};

const describeMembers = (error: Error, left: number): readonly (DescribedError | string)[] | undefined => {
  const members = read(error, 'errors');
  if (!Array.isArray(members) || left <= 1) return undefined;
  return members.slice(0, longestChain).flatMap((member: unknown) => describeCause(member, left - 1) ?? []);
};

const describeWithin = (error: Error, left: number): DescribedError => {
  const code = read(error, 'code');
  const status = read(error, 'status');
  const described = defined({
    code: typeof code === 'number' ? code : text(code),
    status: typeof status === 'number' ? status : undefined,
    type: text(read(error, 'type')),
    requestId: text(read(error, 'requestID')) ?? text(read(error, 'requestId')) ?? text(read(error, 'request_id')),
    stack: framesOf(error),
    cause: describeCause(error.cause, left - 1),
    errors: describeMembers(error, left),
  });
  return { name: cleanText(String(error.name)), message: messageOf(error), ...described } as DescribedError;
};

/** An error as a log may hold it: name, message, code, status, type, request id, frames of the stack, and up to five errors along its causes. */
export const describeError = (error: Error): DescribedError => describeWithin(error, longestChain);
