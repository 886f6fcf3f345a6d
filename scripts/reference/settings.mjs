import { apiSettings } from '../../apps/api/dist/settings.js';
import { workerSettings } from '../../apps/worker/dist/settings.js';
import { renderSettings } from '../../packages/config/dist/index.js';

/** The page of all settings, from where the apps declare them. */
export const render = () => renderSettings({ apps: { api: apiSettings, worker: workerSettings } });
