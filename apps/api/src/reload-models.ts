import { isConfigError, type LiveModels, type LoadedConfig } from '@millrace/config';
import { oneAtATime } from '@millrace/runtime';
import type { ApiConfig } from './config.js';
import type { ApiTelemetry } from './telemetry.js';

export interface ReloadModelsOptions {
  /** Reads the settings anew; throws a `ConfigError` for any mistake. */
  readonly load: () => LoadedConfig<ApiConfig>;
  readonly models: LiveModels;
  readonly telemetry: Pick<ApiTelemetry, 'modelsReloaded' | 'modelsRefused'>;
}

/** Has the models read again and used. With a mistake anywhere in the settings everything stays as it was. */
export const createReloadModels = ({ load, models, telemetry }: ReloadModelsOptions): (() => void) =>
  oneAtATime(async () => {
    try {
      const { config, warnings } = load();
      models.replace(config.models);
      telemetry.modelsReloaded(
        config.models.routes.map(({ model }) => model),
        warnings,
      );
    } catch (error) {
      telemetry.modelsRefused(isConfigError(error) ? error.mistakes.join(' ') : error);
    }
  });
