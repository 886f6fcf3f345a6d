import type { TaskResult, ToolCallDelta } from '@millrace/contracts';

/** The tool calls of a whole message, each as one piece of a stream; undefined when it has none. */
export const toolCallsOf = (message: TaskResult['message'] | undefined): readonly ToolCallDelta[] | undefined => {
  const calls = message?.tool_calls;
  return Array.isArray(calls) && calls.length > 0 ? calls.map((call: object, index) => ({ index, ...call })) : undefined;
};
