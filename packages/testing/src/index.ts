export { certificate } from './certificate.js';
export { type Ask, type Caller, type CallerOptions, createCaller, type Reply } from './cluster/caller.js';
export type { AddWorkerOptions, Crew } from './cluster/create-crew.js';
export { echo, promptOf } from './cluster/echo.js';
export { inLanes } from './cluster/in-lanes.js';
export { type Ledger, readLedger } from './cluster/ledger.js';
export { inRepository } from './cluster/repository.js';
export { key, prefix, type Settings, settingsOfAll, settingsOfApi, settingsOfWorker } from './cluster/settings.js';
export { type App, type Role, type StartAppOptions, startApp } from './cluster/start-app.js';
export { type Cluster, type StartClusterOptions, startCluster } from './cluster/start-cluster.js';
export { type Door, startDoor } from './cluster/start-door.js';
export { type Accepted, startTraffic, type Traffic } from './cluster/start-traffic.js';
export type { TaskFailure, TaskView } from './cluster/task-view.js';
export { type EventuallyOptions, eventually } from './eventually.js';
export { freePort } from './free-port.js';
export { createGate, type Gate } from './gate.js';
export type { LinkConduct } from './link/link-conduct.js';
export { type Link, startLink } from './link/start-link.js';
export type { CallTotals } from './provider/call-log.js';
export type { CallVerdict, ProviderCall } from './provider/provider-call.js';
export type { Conduct, KeyLimits, MeterKind, ProviderSettings } from './provider/provider-settings.js';
export type { RetryAfterForm } from './provider/retry-after-headers.js';
export { type Provider, type StartProviderOptions, startProvider } from './provider/start-provider.js';
export {
  type ReceivedWebhook,
  type Receiver,
  type ReceiverScript,
  respond,
  type StartReceiverOptions,
  startReceiver,
} from './receiver/start-receiver.js';
export { type RedisForTests, redisForTests } from './redis-for-tests.js';
export { type ProcessExit, type RunningProcess, type RunProcessOptions, runProcess } from './run-process.js';
export { type Model, type StartModelOptions, startModel } from './start-model.js';
export { type RedisServer, type StartRedisOptions, startRedis } from './start-redis.js';
export { type TestEnvironment, testEnvironment } from './test-environment.js';
export { type Completion, completionBody, deltaChunk, lastChunks, type Usage } from './upstream/chat-completion.js';
export { type StartUpstreamOptions, startUpstream, type Upstream } from './upstream/start-upstream.js';
export type { UpstreamCall } from './upstream/upstream-call.js';
export type { UpstreamReply } from './upstream/upstream-reply.js';
export { type AnswerOptions, answer, cut, hang, refuse, type UpstreamScript } from './upstream/upstream-scripts.js';
