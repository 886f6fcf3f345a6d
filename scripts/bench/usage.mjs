export const usage = `npm run bench [-- --rounds N] [-- --only NAME] [-- --quick] [-- --json FILE]
npm run bench -- --write FILE

Measures Millrace beside a plain Express + BullMQ + openai pair, and beside Portkey's gateway, on this machine, and holds it to a provider's limits and faults: about a quarter of an hour.

  --rounds N     how often each is measured, in turn (default 5)
  --only NAME    only one of the measurements: submit, work (which submits first), call, latency, stream,
                 goodput (a provider's limits) or faulty (a provider's faults); may be given twice
  --unscaled     goodput at the provider's own limits instead of ten times as high: half an hour instead of three minutes
  --quick        fewer tasks and 3 rounds: a look, not figures to quote
  --json FILE    write everything that was found to a file
  --write FILE   measure nothing; put the tables of such a file into README.md and docs/explanation/performance.md
  --help         this text

docs/explanation/performance.md says what each figure is and how it is taken.`;

export const asksForHelp = (flags) => flags.some((flag) => flag === '--help' || flag === '-h');

/** Whether these flags have latencies measured, for which Portkey's gateway is needed. */
export const wantsPortkey = (flags) => {
  const text = flags.join(' ').replaceAll('=', ' ');
  return text.includes('--only latency') || !/--(only|write)/.test(text);
};
