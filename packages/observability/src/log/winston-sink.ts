import { within } from '@millrace/runtime';
import winston from 'winston';
import Transport from 'winston-transport';
import type { Level } from './log.js';

/** Takes one line, and calls `next` when it will take another. */
export type LineWriter = (line: string, next: () => void) => void;

/** Takes finished lines to wherever they go. */
export interface LineSink {
  write(level: Level, line: string): void;
  /** Resolves when every writer has taken every line, or after two seconds. */
  close(): Promise<void>;
}

const closeWithinMs = 2_000;
const lineOfInfo = Symbol.for('message');
const onArrival = Symbol('onArrival');

/** Hands the line over untouched: winston may run a format long after the call, in another request's context. */
const asItIs = winston.format((info) => {
  info[lineOfInfo] = info.message;
  return info;
});

interface Info {
  readonly [lineOfInfo]: string;
  readonly [onArrival]?: () => void;
}

const transportOf = (write: LineWriter): Transport =>
  new Transport({
    log: (info: Info, next: () => void) => {
      const arrived = info[onArrival];
      if (arrived === undefined) {
        write(info[lineOfInfo], next);
      } else {
        arrived();
        next();
      }
    },
  });

interface WinstonSinkOptions {
  readonly level: Level;
  readonly writers: readonly LineWriter[];
}

export const createWinstonSink = ({ level, writers }: WinstonSinkOptions): LineSink => {
  const logger = winston.createLogger({ level, format: asItIs(), transports: writers.map(transportOf), exitOnError: false });
  logger.on('error', () => {});
  const close = async (): Promise<void> => {
    // Winston's own end drops the lines that still wait for a slow transport, so a last entry is sent behind them first.
    let left = writers.length;
    const allArrived = new Promise<void>((resolve) => {
      const arrived = (): void => {
        left -= 1;
        if (left === 0) resolve();
      };
      logger.log({ level: 'error', message: '', [onArrival]: arrived });
    });
    await within(allArrived, closeWithinMs);
    logger.end();
  };
  return {
    write: (lineLevel, line) => {
      logger.log({ level: lineLevel, message: line });
    },
    close,
  };
};
