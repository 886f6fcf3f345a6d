import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { problems } from '@millrace/contracts';

const configuration = readFileSync(join(process.cwd(), 'docker/nginx/problems.conf'), 'utf8');
const answers = [...configuration.matchAll(/location (?:@|= \/problem\/)(\w+) \{[^}]*?return (\d+) '(\{.*\})';/g)];

describe('what nginx answers by itself', () => {
  it.each(answers.map(([, place, status, body]) => [place, Number(status), body]))(
    'is the problem of the catalogue: %s',
    (code, status, body) => {
      const { title, cause, retryable, status: known } = problems[code];
      expect(JSON.parse(body)).toEqual({
        type: `/docs/errors/${code}`,
        title,
        status: known,
        detail: cause,
        code,
        retryable,
        request_id: '$forwarded_request_id',
      });
      expect(status).toBe(known);
    },
  );

  it('is written down for each failure that nginx is told to answer so', () => {
    const wanted = [...configuration.matchAll(/^error_page .* (?:@|\/problem\/)(\w+);$/gm)].map(([, code]) => code);
    expect(answers.map(([, code]) => code).sort()).toEqual(wanted.sort());
    expect(wanted.length).toBeGreaterThan(0);
  });
});
