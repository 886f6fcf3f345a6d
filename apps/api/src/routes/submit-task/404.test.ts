import { describe, expect, it } from '@jest/globals';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { fixedModels } from '../../fakes/fixed-models.js';

describe('POST /v1/tasks, 404', () => {
  it('names the models there are, and not the one asked for', async () => {
    const { post, submissions } = appUnderTest();
    const answer = await post('/v1/tasks', { prompt: 'x', model: 'canary-model' }).expect(404);
    expect(answer.body).toMatchObject({ code: 'unknown_model', detail: 'This installation serves "small", "large".' });
    expect(answer.text).not.toContain('canary-model');
    expect(submissions).toHaveLength(0);
  });

  it('takes no model for one of the names every object has', async () => {
    await appUnderTest().post('/v1/tasks', { prompt: 'x', model: 'constructor' }).expect(404);
  });

  it('lists twenty models at most', async () => {
    const routes = Array.from({ length: 30 }, (_, index) => ({ slug: `m${index}`, model: `m${index}` }));
    const { post } = appUnderTest({ services: { models: fixedModels('m0', routes) } });
    const answer = await post('/v1/tasks', { prompt: 'x', model: 'nope' }).expect(404);
    expect(answer.body.detail).toContain('"m19" and others, see GET /v1/models');
  });
});
