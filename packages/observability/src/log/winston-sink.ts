import { within } from '@millrace/runtime';
import winston from 'winston';
import Transport from 'winston-transport';
import type { Level } from './log.js';

/** Takes finished lines to wherever they go. */
export interface LineSink {
  write(level: Level, line: string): void;
  /** Resolves when winston has passed on all it took, or after two seconds. */
  close(): Promise<void>;
}

const closeWithinMs = 2_000;
const lineOfInfo = Symbol.for('message');

/** Hands the line over untouched: winston may run a format long after the call, in another request's context. */
const asItIs = winston.format((info) => {
  info[lineOfInfo] = info.message;
  return info;
});

/** A winston transport that calls `write` with each line and takes the next at once. */
export const lineTransport = (write: (line: string) => void): Transport =>
  new Transport({
    log: (info: Record<symbol, unknown>, next: () => void) => {
      write(String(info[lineOfInfo]));
      next();
    },
  });

interface WinstonSinkOptions {
  readonly level: Level;
  readonly transports: readonly Transport[];
}

export const createWinstonSink = ({ level, transports }: WinstonSinkOptions): LineSink => {
  const logger = winston.createLogger({ level, format: asItIs(), transports: [...transports], exitOnError: false });
  logger.on('error', () => {});
  return {
    write: (lineLevel, line) => {
      logger.log({ level: lineLevel, message: line });
    },
    close: async () => {
      const finished = new Promise<void>((resolve) => logger.once('finish', resolve));
      logger.end();
      await within(finished, closeWithinMs);
    },
  };
};
