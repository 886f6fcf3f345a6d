import { describe, expect, it } from '@jest/globals';
import { modelList } from '@millrace/contracts';
import { appUnderTest } from '../../fakes/app-under-test.js';
import { fixedModels } from '../../fakes/fixed-models.js';

describe('GET /v1/models, 200', () => {
  it("lists the models in the shape of OpenAI's API, the default one first", async () => {
    const routes = ['large', 'small'].map((model) => ({ slug: model, model }));
    const { get } = appUnderTest({ services: { models: fixedModels('small', routes) } });
    const { body } = await get('/v1/models').expect(200);
    expect(modelList.parse(body)).toEqual(body);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(['small', 'large']);
  });

  it('counts as a read of the key', async () => {
    const { headers } = await appUnderTest({ limits: { reads: 7 } })
      .get('/v1/models')
      .expect(200);
    expect(headers).toMatchObject({ 'ratelimit-policy': '"reads";q=7;w=60', ratelimit: '"reads";r=6;t=60' });
  });
});
