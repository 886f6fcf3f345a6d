import { expect, it } from '@jest/globals';
import { createCollectHooks } from './collect-hooks.js';

it('does not let a hook that hangs hold up a scrape, nor start it again while it hangs', async () => {
  let started = 0;
  const hooks = createCollectHooks({ clock: () => 0, freshMs: 5_000, waitMs: 1, onFailure: () => {} });
  hooks.add(() => {
    started += 1;
    return new Promise(() => {});
  });
  await hooks.run();
  await hooks.run();
  expect(started).toBe(1);
});
