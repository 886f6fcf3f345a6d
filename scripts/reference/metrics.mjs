import { renderMetricsReference } from '../../packages/observability/dist/index.js';

/** The page of all metrics, from their catalogue. */
export const render = () => renderMetricsReference();
