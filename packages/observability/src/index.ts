export type { AccessLine, Fields, Level, Log, Logger } from './logs/log.js';
export type { Counter, Gauge, Histogram } from './metrics/instrument.js';
export type { Role } from './metrics/metric-definition.js';
export type { ApiMetrics, Metrics, WorkerMetrics } from './metrics/metrics.js';
