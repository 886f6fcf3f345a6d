import { createHash } from 'node:crypto';
import { Command, Redis } from 'ioredis';

/** `unseen`: the command is executed and its answer never comes; `unsent`: it never reaches Redis. */
export type Loss = 'unseen' | 'unsent';

export interface LostCommands {
  /** The names of those that were lost, of scripts those they were defined by, and how often. */
  readonly lost: ReadonlyMap<string, number>;
  /** Whether this task has lost what it is to lose. */
  hasLost(id: string): boolean;
  /** Tasks all of whose commands came through: their story was shorter than their number. */
  readonly spared: () => readonly string[];
  restore(): void;
}

const taskId = /task_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/**
 * From now on the first task that is spoken of on a connection of a worker loses the first command that names it, the second its second one, and so on: after enough tasks every
 * await between the fetch of a job and its end has failed once. Only connections whose names hold `worker` lose anything.
 */
export const loseCommands = (loss: Loss): LostCommands => {
  const { sendCommand: original, defineCommand } = Redis.prototype;
  const scripts = new Map<string, string>();
  const nameOf = ({ name, args }: Command): string => scripts.get(String(args[0])) ?? name;
  const seen = new Map<string, { readonly target: number; count: number; done: boolean }>();
  const lost = new Map<string, number>();

  const isDue = (ids: Iterable<string>): boolean => {
    let due = false;
    for (const id of new Set(ids)) {
      const known = seen.get(id) ?? { target: seen.size + 1, count: 0, done: false };
      seen.set(id, known);
      known.count += 1;
      if (known.done || known.count !== known.target) continue;
      known.done = true;
      due = true;
    }
    return due;
  };
  Redis.prototype.defineCommand = function (this: Redis, name, definition) {
    scripts.set(createHash('sha1').update(definition.lua).digest('hex'), name);
    return defineCommand.call(this, name, definition);
  };
  Redis.prototype.sendCommand = function (this: Redis, command: Command, stream?: never) {
    const ofWorker = String(this.options.connectionName).includes('worker');
    const ids = ofWorker ? command.args.flat().flatMap((argument) => String(argument).match(taskId) ?? []) : [];
    if (ids.length === 0 || !isDue(ids)) return original.call(this, command, stream);
    lost.set(nameOf(command), (lost.get(nameOf(command)) ?? 0) + 1);
    original.call(this, loss === 'unseen' ? command : new Command('ping'), stream);
    command.reject(new Error(loss === 'unseen' ? 'Command timed out' : 'Connection is closed.'));
    return command.promise;
  };
  return {
    lost,
    hasLost: (id) => seen.get(id)?.done === true,
    spared: () => [...seen].flatMap(([id, { done }]) => (done ? [] : [id])),
    restore: () => {
      Object.assign(Redis.prototype, { sendCommand: original, defineCommand });
    },
  };
};
