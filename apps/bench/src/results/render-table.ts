import { compare, type Spread, spreadOf } from './compare.js';
import { type Measure, measures } from './measures.js';
import { meetsTarget, providerMeasures } from './provider-measures.js';
import type { Report, SystemName } from './report.js';

const number = (value: number, digits: number): string =>
  value.toLocaleString('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });

const shown = (spread: Spread, digits: number): string =>
  `${number(spread.median, digits)} (${number(spread.least, digits)}–${number(spread.most, digits)})`;

const names: Record<SystemName, string> = {
  millrace: 'Millrace',
  plain: 'plain pair',
  portkey: 'Portkey',
  direct: 'direct call',
  sdk: 'openai SDK',
  sdkOverUndici: 'openai SDK over undici',
};

const wanted = ({ target }: Measure): string => {
  if (!target) return '';
  return 'atLeast' in target ? `≥ ${target.atLeast} ×` : `≤ ${target.atMost} ×`;
};

const verdict = (met: boolean | undefined): string => {
  if (met === undefined) return '';
  return met ? 'met' : 'not met';
};

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`.replaceAll(/\|\s+(?=\|)/g, '| ');
const table = (head: readonly string[], rows: readonly string[][]): string =>
  [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');

const comparisons = ({ findings }: Report): string => {
  const rows = measures.flatMap((measure) => {
    const compared = compare(measure, findings);
    if (!compared) return [];
    const { ours, theirs, ratio, met } = compared;
    const against = `${names[measure.against]}: ${shown(theirs, measure.digits)}`;
    return [[measure.title, shown(ours, measure.digits), against, shown(ratio, 2), wanted(measure), verdict(met)]];
  });
  return rows.length === 0 ? '' : table(['Measure', 'Millrace', 'Against', 'Ratio', 'Wanted', ''], rows);
};

const latencies = (title: string, name: string, { findings }: Report): string => {
  const figures = [`${name}P50Ms`, `${name}P95Ms`, `${name}P99Ms`];
  const rows = (['direct', 'portkey', 'millrace', 'plain'] as const).flatMap((system) => {
    const spreads = figures.map((figure) => spreadOf(findings, system, figure));
    return spreads[0] ? [[names[system], ...spreads.map((spread) => (spread ? shown(spread, 1) : ''))]] : [];
  });
  return rows.length === 0 ? '' : table([title, 'p50', 'p95', 'p99'], rows);
};

const providers = ({ findings }: Report): string => {
  const rows = providerMeasures.flatMap((measure) => {
    const spread = spreadOf(findings, 'millrace', measure.figure);
    const { title, digits, target } = measure;
    const aim = target ? `${target.sign} ${target.value}` : '';
    return spread ? [[title, shown(spread, digits), aim, verdict(meetsTarget(measure, spread.median))]] : [];
  });
  return rows.length === 0 ? '' : table(["Against a provider's limits and faults", 'Millrace', 'Wanted', ''], rows);
};

const setting = ({ machine, versions, rounds, date, commit }: Report): string => {
  const { cpu, cores, loadBefore, os, node, redis } = machine;
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const where = `${cores} cores of ${cpu} (load ${loadBefore} before), ${os}, Node ${node}, ${redis}`;
  return `Measured on ${date} at commit ${commit}: ${where}; ${packages.join(', ')}. Medians of ${rounds} interleaved rounds (least–most).`;
};

/** The report as Markdown. */
export const renderTable = (report: Report): string =>
  [
    comparisons(report),
    latencies('Added latency, ms', 'added', report),
    latencies('Added until the first piece of a stream, ms', 'firstPiece', report),
    providers(report),
    setting(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
