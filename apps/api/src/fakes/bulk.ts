import { type BulkOutcome, type BulkSummary, bulkOutcome, bulkSummary } from '@millrace/contracts';
import type { Response } from 'supertest';
import { type AppUnderTest, type AppUnderTestOptions, appUnderTest } from './app-under-test.js';

export const bulkPath = '/v1/tasks/bulk';

export interface AnsweredLines {
  readonly response: Response;
  readonly outcomes: readonly BulkOutcome[];
  readonly summary: BulkSummary;
}

export interface BulkUnderTest extends AppUnderTest {
  /** Uploads lines and reads what is answered to them, checked against the contract. */
  upload(lines: string | Buffer, headers?: Readonly<Record<string, string>>): Promise<AnsweredLines>;
}

/** Lines of an answer, checked against the contract. */
export const readOutcomes = (text: string): Omit<AnsweredLines, 'response'> => {
  const lines = text.trimEnd().split('\n');
  const values: unknown[] = lines.map((line) => JSON.parse(line));
  return { outcomes: values.slice(0, -1).map((value) => bulkOutcome.parse(value)), summary: bulkSummary.parse(values.at(-1)) };
};

export const bulkUnderTest = (options?: AppUnderTestOptions): BulkUnderTest => {
  const under = appUnderTest(options);
  return {
    ...under,
    upload: async (lines, headers = {}) => {
      const request = under.post(bulkPath, '').type('application/x-ndjson').set(headers);
      const response = await request
        .buffer(true)
        .parse((answer, done) => {
          let text = '';
          answer.setEncoding('utf8');
          answer.on('data', (piece: string) => {
            text += piece;
          });
          answer.on('end', () => done(null, text));
        })
        .send(lines as string);
      return { response, ...readOutcomes(response.body as string) };
    },
  };
};
