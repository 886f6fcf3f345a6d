export type { AnswerStore, KeptAnswer } from './answer-cache.js';
export type { Attempt, BeginOutcome, Ending, LoadOutcome, OpenTask, SettleOutcome, StopReason } from './attempt-outcomes.js';
export type { Attempts, RetryOutcome } from './attempts.js';
export type { ReadOutcome, ReadTask } from './read-outcome.js';
export type { LimitState, SubmitOutcome, SubmitRequest, SubmitTask, TaskLimit } from './submit-outcome.js';
export type { SweepReport } from './sweep-report.js';
export type { WaitForEnd } from './wait-for-end.js';
