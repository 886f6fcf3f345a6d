import { type BrokenFile, edited, good } from './broken-structures.js';

/** Broken in what is said. */
export const brokenValues: readonly BrokenFile[] = [
  [
    'no name',
    edited('      - name: openai\n        base_url', '      - base_url'),
    [
      'line 7, column 9: `name` of the route "gpt-4o-mini" is missing: it must be a name of small letters, digits, dots, colons, dashes and underscores, 100 at most, starting with a letter or digit.',
    ],
  ],
  [
    'a name with capitals and spaces',
    edited('name: openai', 'name: Open AI'),
    [
      'line 7, column 15: `name` of the deployment "Open AI" must be a name of small letters, digits, dots, colons, dashes and underscores, 100 at most, starting with a letter or digit.',
    ],
  ],
  [
    'two deployments with one name',
    edited('name: any', 'name: openai'),
    ['line 14, column 18: The deployment name "openai" is taken in line 7; each deployment has a name of its own.'],
  ],
  [
    'no base URL',
    edited('        base_url: https://api.openai.com/v1\n', ''),
    [
      'line 7, column 9: `base_url` of the deployment "openai" is missing: it must be an http or https URL, such as https://api.openai.com/v1.',
    ],
  ],
  [
    'a base URL that is none',
    edited('base_url: https://api.openai.com/v1', 'base_url: api.openai.com'),
    ['line 8, column 19: `base_url` of the deployment "openai" must be an http or https URL, such as https://api.openai.com/v1.'],
  ],
  [
    'a base URL with a query',
    edited('base_url: https://api.openai.com/v1', 'base_url: https://x.example/v1?api-version=1'),
    ['line 8, column 19: `base_url` of the deployment "openai" must be a URL without a query; what stands behind the ? is for `query`.'],
  ],
  [
    'a base URL with a password',
    edited('base_url: https://api.openai.com/v1', 'base_url: https://u:hunter22@x.example/v1'),
    ['line 8, column 19: `base_url` of the deployment "openai" must be a URL without user and password; the secret is for `credential`.'],
  ],
  [
    'a negative limit',
    edited('tokens_per_minute: 200000', 'tokens_per_minute: -1'),
    [
      'line 10, column 28: `tokens_per_minute` of the deployment "openai" must be a whole number of tokens, from 1 to 1000000000000, but is -1.',
    ],
  ],
  [
    'a limit in words',
    edited('tokens_per_minute: 200000', 'tokens_per_minute: lots'),
    [
      'line 10, column 28: `tokens_per_minute` of the deployment "openai" must be a whole number of tokens, from 1 to 1000000000000, but is a text.',
    ],
  ],
  [
    'a limit that is not a number',
    edited('tokens_per_minute: 200000', 'tokens_per_minute: .nan'),
    [
      'line 10, column 28: `tokens_per_minute` of the deployment "openai" must be a whole number of tokens, from 1 to 1000000000000, but is not a number (.nan).',
    ],
  ],
  [
    'an infinite price',
    edited('0.15', '.inf'),
    [
      'line 11, column 36: `input_per_million` of the deployment "openai" must be US dollars for a million tokens, from 0 to 1000000, but is Infinity.',
    ],
  ],
  [
    'half a price',
    edited(', output_per_million: 0.6', ''),
    [
      'line 11, column 16: `output_per_million` of the deployment "openai" is missing: it must be US dollars for a million tokens, from 0 to 1000000.',
    ],
  ],
  [
    'an unknown credential',
    edited('        credential: main', '        credential: mian'),
    ['line 9, column 21: `credential` must name one of `credentials`; these are: main.'],
  ],
  [
    'a secret in the file',
    edited('env:OPENAI_API_KEY', 'sk-proj-abcdef1234567890'),
    [
      'line 3, column 15: `key` of the credential "main" must say where the secret is, as env:NAME or file:/path; a secret itself does not belong in this file.',
    ],
  ],
  [
    'a variable that is not set',
    edited('OPENAI_API_KEY', 'NO_SUCH_KEY'),
    ['line 3, column 15: `key` of the credential "main" names the environment variable NO_SUCH_KEY, which is not set.'],
  ],
  [
    'a secret file that is not there',
    edited('env:OPENAI_API_KEY', 'file:/nowhere/key'),
    ['line 3, column 15: `key` of the credential "main" names the file /nowhere/key, which does not exist.'],
  ],
  [
    'a default model nobody serves',
    edited('default_model: gpt-4o-mini', 'default_model: claude'),
    ['line 1, column 16: `default_model` is "claude", which no route serves; these are: gpt-4o-mini, gpt-*.'],
  ],
  [
    'two routes of one model',
    edited('model: gpt-*', 'model: gpt-4o-mini'),
    [
      'line 12, column 12: The model "gpt-4o-mini" has a route already, in line 5; make one route of the two, with the deployments of both.',
    ],
  ],
  [
    'two routes with one queue',
    edited('model: gpt-*', 'model: gpt.4o.mini'),
    ['line 12, column 12: The queue name (slug) "gpt-4o-mini" is taken by the route in line 5; give one of the two a `slug` of its own.'],
  ],
  [
    'a pattern with two stars',
    edited('model: gpt-*', 'model: "*gpt*"'),
    ['line 12, column 12: `model` of the route "*gpt*" must have one * at most.'],
  ],
  [
    'an anchor bomb',
    'a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n',
    ['line 1, column 1: Anchors are used more than 1000 times, or within themselves; write the values out.'],
  ],
  [
    'a tag',
    'routes: !!js/function "x"\n',
    ['line 1, column 9: A tag (a word that begins with !) means nothing here; leave it out, or put the text in quotes.'],
  ],
  ['two documents', `${good}---\n${good}`, ['line 15, column 1: A second document begins here; the file holds one, so drop the line ---.']],
  [
    'a weight of nothing',
    edited('        credential: main', '        weight: 0\n        credential: main'),
    ['line 9, column 17: `weight` of the deployment "openai" must be a number above 0 and not above 1000000, but is 0.'],
  ],
  [
    'a timeout in seconds with a unit',
    edited('        credential: main', '        timeouts: {total_ms: 30s}\n        credential: main'),
    [
      'line 9, column 30: `total_ms` of the deployment "openai" must be a whole number of milliseconds, from 1 to 86400000, but is the text "30s".',
    ],
  ],
  [
    'a parameter that cannot be left out',
    edited('        credential: main', '        unsupported_parameters: [messages]\n        credential: main'),
    [
      'line 9, column 34: Entry 1 of `unsupported_parameters` of the deployment "openai" must be the name of a request parameter that can be left out, such as temperature.',
    ],
  ],
  [
    'an authentication nobody knows',
    edited('        credential: main', '        authentication: basic\n        credential: main'),
    ['line 9, column 25: `authentication` of the deployment "openai" must be one of bearer, api-key, but is another text.'],
  ],
  [
    'a spill in words',
    edited('  - model: gpt-*\n', '  - model: gpt-*\n    spill_after_seconds: never\n'),
    ['line 13, column 26: `spill_after_seconds` of the route "gpt-*" must be seconds, from 0 to 86400, but is a text.'],
  ],
  ['a file that is not UTF-8', `${good}\uFFFD`, ['line 15: The file is not UTF-8 text; save it in that encoding.']],
  [
    'a file far too large',
    '#'.repeat(300_000),
    ['The models file millrace.models.yaml is larger than 250 kB, so it is hardly the right file.'],
  ],
];
