import type { ToolCallDelta } from '@millrace/contracts';
import { type AnswerPiece, mergeToolCalls } from '@millrace/llm';
import type { AnswerDelta, Attempt } from '@millrace/tasks';

/** What has come of an attempt's answer, and how much of it has been told to those who follow. */
export interface UntoldAnswer {
  add(piece: AnswerPiece): void;
  /** Whether there is anything to tell. */
  readonly untold: boolean;
  /** Whether tool calls are among what was told or is being told. */
  readonly toldToolCalls: boolean;
  /** Whether there are tool calls of which nobody knows that they were told, after some that were told or may have been. */
  readonly toolCallsCut: boolean;
  /** All text that has come. */
  readonly text: string;
  /** The delta to tell next: until it is acknowledged the same one, since nobody knows whether Redis has it. */
  next(): AnswerDelta | undefined;
  acknowledge(): void;
}

/** From so many stored events on, a delta brings a snapshot, which lets them go. */
const eventsPerSnapshot = 1000;

export const createUntoldAnswer = (attempt: Attempt): UntoldAnswer => {
  let toldTexts: string[] = [];
  let toldCalls: readonly ToolCallDelta[] = [];
  let toldUnits = 0;
  let storedEvents = attempt.storedEvents;
  let index = 0;
  let sent: AnswerDelta | undefined;
  let text = '';
  let calls: ToolCallDelta[] = [];

  const untold = (): boolean => sent !== undefined || text !== '' || calls.length > 0;

  const snapshot = (): AnswerDelta['snapshot'] => {
    storedEvents += 1;
    if (storedEvents < eventsPerSnapshot) return undefined;
    storedEvents = 1;
    const whole = toldTexts.join('');
    toldTexts = [whole];
    toldCalls = mergeToolCalls(toldCalls);
    return { text: whole, toolCalls: orNone(toldCalls) };
  };

  const take = (): AnswerDelta => {
    const taken = { text, toolCalls: orNone(calls) };
    toldTexts.push(text);
    toldUnits += text.length;
    if (calls.length > 0) toldCalls = toldCalls.concat(calls);
    text = '';
    calls = [];
    return { attempt, index, ...taken, toldUnits, toldToolCalls: toldCalls.length > 0, snapshot: snapshot() };
  };

  return {
    add: (piece) => {
      text += piece.text;
      if (piece.toolCalls.length > 0) calls = calls.concat(piece.toolCalls);
    },
    get untold() {
      return untold();
    },
    get toldToolCalls() {
      return toldCalls.length > 0;
    },
    get toolCallsCut() {
      return toldCalls.length > 0 && (calls.length > 0 || sent?.toolCalls !== undefined);
    },
    get text() {
      return toldTexts.join('') + text;
    },
    next: () => {
      if (untold()) sent ??= take();
      return sent;
    },
    acknowledge: () => {
      sent = undefined;
      index += 1;
    },
  };
};

const orNone = (calls: readonly ToolCallDelta[]): readonly ToolCallDelta[] | undefined => (calls.length > 0 ? calls : undefined);
