import { isConfigError, type LoadedConfig } from '@millrace/config';
import { oneAtATime } from '@millrace/runtime';
import type { WorkerConfig } from './config.js';
import type { Services } from './services.js';
import type { Telemetry } from './telemetry.js';

export interface ReloadModelsOptions {
  /** Reads the settings anew; throws a `ConfigError` for any mistake. */
  readonly load: () => LoadedConfig<WorkerConfig>;
  /** Nothing is reloaded before. */
  readonly started: Promise<void>;
  readonly services: Pick<Services, 'follow'>;
  /** Told of the models before they are used: their secrets may be new. */
  readonly before: (models: WorkerConfig['models']) => void;
  readonly telemetry: Pick<Telemetry, 'modelsReloaded' | 'modelsRefused'>;
}

/** Has the models read again and followed. With a mistake anywhere in the settings everything stays as it was. */
export const createReloadModels = ({ load, started, services, before, telemetry }: ReloadModelsOptions): (() => void) =>
  oneAtATime(async () => {
    await started;
    try {
      const { config, warnings } = load();
      before(config.models);
      await services.follow(config.models);
      telemetry.modelsReloaded(config.models, warnings);
    } catch (error) {
      telemetry.modelsRefused(isConfigError(error) ? error.mistakes.join(' ') : error);
    }
  });
