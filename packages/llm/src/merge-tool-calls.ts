import type { ToolCallDelta } from '@millrace/contracts';
import { mergeDelta } from './merge-delta.js';

/** Puts pieces of tool calls together, in the order in which they came; a copy, with their indexes. */
export const mergeToolCalls = (pieces: readonly ToolCallDelta[]): readonly ToolCallDelta[] => {
  const message: { tool_calls?: ToolCallDelta[] } = {};
  mergeDelta(message, { tool_calls: structuredClone(pieces) });
  return message.tool_calls ?? [];
};
