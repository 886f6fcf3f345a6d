import type { TaskSubmission } from '@millrace/sdk';

/** What options add to each line that does not say it itself. */
export type Defaults = Readonly<Pick<TaskSubmission, 'model' | 'max_tokens' | 'priority'>>;

export type ReadLine =
  | { readonly kind: 'submission'; readonly submission: TaskSubmission; readonly customId: string | undefined }
  | { readonly kind: 'refused'; readonly reason: string };

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

const refused = (reason: string): ReadLine => ({ kind: 'refused', reason });

const parse = (text: string): { value?: unknown } => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return {};
  }
};

/** A line of a batch file as OpenAI's Batch API takes it: the body of a chat completion under an id of the caller's. */
const fromBatchLine = (line: Fields): Fields | undefined => {
  if (!isObject(line.body)) return undefined;
  const { max_completion_tokens: longest, stream: _, n: __, user: ___, metadata, ...body } = line.body;
  const own = isObject(metadata) ? metadata : {};
  const id = typeof line.custom_id === 'string' ? { custom_id: line.custom_id } : {};
  return { ...body, ...(longest !== undefined && { max_tokens: longest }), metadata: { ...own, ...id } };
};

/** What a line of the input asks for: a submission, `{"prompt": …}`, a text, or a line of an OpenAI batch file. Fields are for the api to judge. */
export const submissionOfLine = (text: string | undefined, defaults: Defaults): ReadLine => {
  if (text === undefined) return refused('the line is not UTF-8');
  const { value } = parse(text);
  if (value === undefined) return refused('the line is not JSON');
  if (typeof value === 'string') return { kind: 'submission', submission: { ...defaults, prompt: value }, customId: undefined };
  if (!isObject(value)) return refused('the line is neither an object nor a text');
  const fields = fromBatchLine(value) ?? value;
  const customId = isObject(fields.metadata) && typeof fields.metadata.custom_id === 'string' ? fields.metadata.custom_id : undefined;
  return { kind: 'submission', submission: { ...defaults, ...fields } as TaskSubmission, customId };
};
