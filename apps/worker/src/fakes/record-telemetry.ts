import type { Telemetry } from '../telemetry.js';

export interface RecordedTelemetry {
  readonly telemetry: Telemetry;
  /** What was told, in order: name, and arguments without the task and attempt they are about. */
  readonly told: (readonly [string, ...unknown[]])[];
}

/** A telemetry that only remembers what it was told. */
export const recordTelemetry = (): RecordedTelemetry => {
  const told: (readonly [string, ...unknown[]])[] = [];
  const telemetry = new Proxy({} as Telemetry, {
    get: (_target, name: string) =>
      name === 'about' ? (_task: unknown, work: () => unknown) => work() : (...args: unknown[]) => void told.push([name, ...args]),
  });
  return { telemetry, told };
};
