export type { AccessLine, Fields, Level, Log, Logger } from './log.js';
