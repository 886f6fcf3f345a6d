// A table: one entry for each way to break the file.
export const good = `default_model: gpt-4o-mini
credentials:
  main: {key: env:OPENAI_API_KEY, requests_per_minute: 500}
routes:
  - model: gpt-4o-mini
    deployments:
      - name: openai
        base_url: https://api.openai.com/v1
        credential: main
        tokens_per_minute: 200000
        price: {input_per_million: 0.15, output_per_million: 0.6}
  - model: gpt-*
    tiers:
      - - {name: any, base_url: "https://api.openai.com/v1", credential: main}
`;

export const edited = (part: string, by: string): string => good.replace(part, by);

/** What is wrong with the file, the file, and all that is said of it but the file's name. */
export type BrokenFile = readonly [what: string, text: string, said: readonly string[]];

/** Broken as YAML, or in what stands where. */
export const brokenStructures: readonly BrokenFile[] = [
  [
    'an empty file',
    '',
    ['line 1, column 1: The file is empty; it needs `routes`, a list of models and of the deployments that serve each.'],
  ],
  [
    'a list instead of a mapping',
    '- a\n- b\n',
    ['line 1, column 1: The file must be a mapping with default_model, defaults, credentials, routes, but is a list.'],
  ],
  [
    'a tab',
    edited('    deployments:', '\tdeployments:'),
    [
      'line 6, column 1: A tab indents this line; YAML wants spaces.',
      'line 12, column 1: Two keys stand on one line; put each on a line of its own, or the text in quotes.',
    ],
  ],
  [
    'a bracket that is not closed',
    edited('{key: env:OPENAI_API_KEY, requests_per_minute: 500}', '{key: env:OPENAI_API_KEY'),
    [
      'line 4, column 1: The indentation does not fit the lines above, or a bracket or quote is not closed; items of one list or mapping begin in the same column.',
    ],
  ],
  [
    'a quote that is not closed',
    edited('"https://api.openai.com/v1"', '"https://api.openai.com/v1'),
    ['line 15, column 1: Something is missing here, such as a closing quote or bracket, or the space after a colon or dash.'],
  ],
  [
    'a key given twice',
    edited('        credential: main\n', '        credential: main\n        credential: main\n'),
    ['line 10, column 9: This key stands twice in one mapping; keep one of them.'],
  ],
  [
    'two default models',
    edited('credentials:', 'default_model: gpt-5\ncredentials:'),
    ['line 2, column 1: This key stands twice in one mapping; keep one of them.'],
  ],
  [
    'an unknown key',
    edited('requests_per_minute', 'request_per_minute'),
    ['line 3, column 35: `request_per_minute` is not a key of the credential "main"; did you mean `requests_per_minute`?'],
  ],
  [
    'an unknown key at the top',
    edited('routes:', 'route:'),
    [
      'line 1, column 1: `routes` is missing: it must be a list of routes.',
      'line 4, column 1: `route` is not a key of this file; did you mean `routes`?',
    ],
  ],
  ['no routes', 'default_model: a\n', ['line 1, column 1: `routes` is missing: it must be a list of routes.']],
  ['empty routes', 'routes: []\n', ['line 1, column 9: `routes` must not be empty: name a route.']],
  ['routes that are no list', 'routes: {model: a}\n', ['line 1, column 9: `routes` must be a list of routes, but is a mapping.']],
  [
    'a route without a model',
    edited('  - model: gpt-4o-mini\n    deployments', '  - deployments'),
    [
      'line 5, column 5: `model` is missing: it must be one model name of at most 200 characters without spaces and commas, or a pattern with one *.',
    ],
  ],
  [
    'a route with neither deployments nor tiers',
    'routes:\n  - model: a\n',
    [
      'line 2, column 5: The route "a" has no deployments; list them under `deployments`, or under `tiers` in the order in which they are asked.',
    ],
  ],
  [
    'both deployments and tiers',
    edited('  - model: gpt-*\n', '  - model: gpt-*\n    deployments: [{name: x, base_url: "http://x/v1"}]\n'),
    ['line 12, column 5: The route "gpt-*" has both `deployments` and `tiers`; keep one: `deployments` is short for one tier.'],
  ],
  [
    'an empty tier',
    'routes:\n  - model: a\n    tiers: [[]]\n',
    ['line 3, column 13: Entry 1 of `tiers` of the route "a" must not be empty: name a deployment.'],
  ],
];
