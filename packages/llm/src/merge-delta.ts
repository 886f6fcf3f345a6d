import { isJsonObject, type JsonObject } from './json-object.js';

/** Text that names something and comes whole, be it once or in every piece; all other text is a continuation. */
const names = new Set(['role', 'id', 'type', 'name', 'format', 'object', 'tool_call_id']);

/**
 * Adds a piece of a message to what came before it, whatever fields the provider uses: text goes on, objects merge,
 * items of a list are matched by their `index`. https://platform.openai.com/docs/api-reference/chat-streaming
 */
export const mergeDelta = (message: JsonObject, delta: JsonObject): void => {
  for (const key in delta) {
    // An own property of this name, which JSON allows, would replace the prototype.
    if (key === '__proto__') continue;
    const merged = mergeValue(key, message[key], delta[key]);
    if (merged !== undefined) message[key] = merged;
  }
};

const mergeValue = (key: string, before: unknown, next: unknown): unknown => {
  if (before === undefined) return Array.isArray(next) ? mergeList([], next) : next;
  if (next === null || next === undefined) return undefined;
  if (typeof next === 'string') return mergeText(key, before, next);
  if (Array.isArray(next)) return mergeList(listOf(before), next);
  if (isJsonObject(next) && isJsonObject(before)) {
    mergeDelta(before, next);
    return before;
  }
  return next;
};

const mergeText = (key: string, before: unknown, next: string): unknown => {
  if (names.has(key)) return next === '' ? before : next;
  if (Array.isArray(before)) return next === '' ? before : mergeList(before, [{ type: 'text', text: next }]);
  return typeof before === 'string' ? before + next : next;
};

/** Some providers change from text to a list of parts midway. */
const listOf = (before: unknown): unknown[] => {
  if (Array.isArray(before)) return before;
  return typeof before === 'string' && before !== '' ? [{ type: 'text', text: before }] : [];
};

const mergeList = (list: unknown[], items: readonly unknown[]): unknown[] => {
  for (const item of items) {
    const before = isJsonObject(item) ? siblingOf(list, item) : undefined;
    if (before && isJsonObject(item)) mergeDelta(before, item);
    else list.push(item);
  }
  return list;
};

const siblingOf = (list: readonly unknown[], { index }: JsonObject): JsonObject | undefined =>
  index === undefined ? undefined : list.filter(isJsonObject).find((item) => item.index === index);
