import { expect, it } from '@jest/globals';
import { renderTable } from './render-table.js';
import type { Finding, Report } from './report.js';

const report = (findings: readonly Finding[]): Report => ({
  date: '2026-11-23',
  commit: 'abc1234',
  machine: { cpu: 'some CPU', cores: 2, loadBefore: 0.2, os: 'Linux 6.1', node: '24.1.0', redis: 'Redis 7.2.4' },
  versions: { bullmq: '6.7.0' },
  rounds: 1,
  sizes: {},
  findings,
});
const round = 0;

it('shows each measure with both systems, the ratio, what was wanted and whether it was met', () => {
  const table = renderTable(
    report([
      { round, system: 'millrace', figures: { submissionsPerSecond: 3000, lifeRedisCpuMicros: 260 } },
      { round, system: 'plain', figures: { submissionsPerSecond: 1500, lifeRedisCpuMicros: 130 } },
    ]),
  );
  expect(table.split('\n')).toEqual([
    '| Measure | Millrace | Against | Ratio | Wanted | |',
    '|---|---|---|---|---|---|',
    '| submissions/s of one api process | 3,000 (3,000–3,000) | plain pair: 1,500 (1,500–1,500) | 2.00 (2.00–2.00) | ≥ 1.5 × | met |',
    '| Redis CPU per task, whole life, µs | 260 (260–260) | plain pair: 130 (130–130) | 2.00 (2.00–2.00) | ≤ 1.3 × | not met |',
    '',
    'Measured on 2026-11-23 at commit abc1234: 2 cores of some CPU (load 0.2 before), Linux 6.1, Node 24.1.0, Redis 7.2.4; bullmq 6.7.0. Medians of 1 interleaved rounds (least–most).',
  ]);
});

it('shows the latencies of all that were measured, and leaves out whoever was not', () => {
  const figures = { addedP50Ms: 1, addedP95Ms: 2, addedP99Ms: 3.14 };
  const table = renderTable(
    report([
      { round, system: 'direct', figures },
      { round, system: 'millrace', figures },
    ]),
  );
  expect(table).toContain('| direct call | 1.0 (1.0–1.0) | 2.0 (2.0–2.0) | 3.1 (3.1–3.1) |');
  expect(table).toContain('| Millrace |');
  expect(table).not.toContain('Portkey');
  expect(table).not.toContain('Measure |');
});
