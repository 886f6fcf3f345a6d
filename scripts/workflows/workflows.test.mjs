import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const folder = '.github/workflows';
const lines = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'));

describe('the workflows', () => {
  it('use actions by the commit they were looked at', () => {
    const used = lines.filter((line) => /\buses:/.test(line));
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((line) => !/@[0-9a-f]{40} # v\d/.test(line))).toEqual([]);
  });

  it("show the run's own token to GitHub's registry alone", () => {
    const shown = lines.filter((line) => /github\.token|GITHUB_TOKEN/.test(line));
    expect(shown.filter((line) => !line.includes("startsWith(vars.IMAGE_REGISTRY, 'ghcr.io/') && github.token"))).toEqual([]);
  });
});
