import type { TokenUsage } from '@millrace/contracts';
import { isJsonObject, type JsonObject } from './json-object.js';
import type { OnDelta } from './llm-client.js';
import { mergeDelta } from './merge-delta.js';
import { tokenUsage } from './token-usage.js';

/** An answer as far as it has come. */
export interface AnswerSoFar {
  readonly text: string;
  /** Without the `index` a stream numbers its parts with. */
  message(): JsonObject;
  /** undefined until the provider has said that it is done. */
  readonly finishReason: string | undefined;
  readonly model: string | undefined;
  readonly usage: TokenUsage | null;
  /** Whether anything of an assistant's message has come. */
  readonly begun: boolean;
  /** Whether anything that looks like an answer has come, be it empty. */
  readonly recognised: boolean;
  /** Takes in one chunk of a stream. */
  add(chunk: JsonObject): void;
  /** Takes in a whole chat completion. */
  addWhole(completion: JsonObject): void;
}

export interface CreateAnswerOptions {
  readonly onDelta: OnDelta;
  /** Called once, when the first piece has come. */
  readonly onBegin: () => void;
}

/** Puts one answer together from the chunks of a stream, or takes it as a whole. Only the first choice counts: one is asked for. */
export const createAnswer = ({ onDelta, onBegin }: CreateAnswerOptions): AnswerSoFar => {
  const message: JsonObject = {};
  let text = '';
  let begun = false;
  let recognised = false;
  let finishReason: string | undefined;
  let model: string | undefined;
  let usage: TokenUsage | null = null;

  const addPart = (part: unknown, isWhole: boolean): void => {
    if (!isJsonObject(part)) return;
    // Before merging, which adds later pieces to the objects of earlier ones.
    const toolCalls = toolCallsOf(part, isWhole);
    if (!begun && carriesSomething(part)) {
      begun = true;
      onBegin();
    }
    mergeDelta(message, part);
    const added = textOf(part.content);
    text += added;
    if (added !== '' || toolCalls.length > 0) onDelta({ text: added, toolCalls });
  };
  const addFrom = (envelope: JsonObject, partName: 'delta' | 'message'): void => {
    const choices: unknown[] = Array.isArray(envelope.choices) ? envelope.choices : [];
    const choice = choices.find(isFirstChoice);
    recognised ||= Array.isArray(envelope.choices);
    if (typeof envelope.model === 'string' && envelope.model !== '') model = envelope.model;
    usage = tokenUsage(envelope.usage ?? choice?.usage) ?? usage;
    if (!choice) return;
    addPart(choice[partName], partName === 'message');
    if (typeof choice.finish_reason === 'string' && choice.finish_reason !== '') finishReason = choice.finish_reason;
  };
  return {
    get text() {
      return text;
    },
    message: () => withoutIndexes({ role: 'assistant', ...message }),
    get finishReason() {
      return finishReason;
    },
    get model() {
      return model;
    },
    get usage() {
      return usage;
    },
    get begun() {
      return begun;
    },
    get recognised() {
      return recognised;
    },
    add: (chunk) => addFrom(chunk, 'delta'),
    addWhole: (completion) => {
      addFrom(completion, 'message');
      // Some servers leave it out of an answer that is whole by being there.
      if (begun) finishReason ??= 'unknown';
    },
  };
};

const isFirstChoice = (choice: unknown): choice is JsonObject => isJsonObject(choice) && (choice.index === undefined || choice.index === 0);

/** The first chunk of most streams says no more than who speaks. */
const carriesSomething = (part: JsonObject): boolean =>
  Object.entries(part).some(
    ([key, value]) => key !== 'role' && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0),
  );

const textOf = (content: unknown): string => {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isJsonObject(part) && typeof part.text === 'string' ? part.text : '')).join('');
};

/** A copy; numbered by their place in an answer that was not streamed, as a stream numbers them. */
const toolCallsOf = ({ tool_calls: calls }: JsonObject, isWhole: boolean): readonly JsonObject[] => {
  if (!Array.isArray(calls) || calls.length === 0) return none;
  const copies = structuredClone(calls.filter(isJsonObject));
  return isWhole ? copies.map((call, place) => ({ index: place, ...call })) : copies;
};

const none: readonly JsonObject[] = [];

const withoutIndexes = (message: JsonObject): JsonObject =>
  Array.isArray(message.tool_calls) ? { ...message, tool_calls: message.tool_calls.map(withoutIndex) } : message;

const withoutIndex = (call: unknown): unknown => {
  if (!isJsonObject(call)) return call;
  const { index, ...rest } = call;
  return rest;
};
