export type { ApiKey, Scope } from './api-key.js';
export type { Policy } from './policy.js';
export type { Route } from './route.js';
export type { RouteLimit } from './route-limit.js';
export { type Secret, secret } from './secret.js';
export { type Setting, setting } from './setting.js';
export type { Fragment, Settings, Values } from './settings.js';
export type { TrustProxy } from './trust-proxy.js';
