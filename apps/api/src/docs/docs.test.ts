import { describe, expect, it } from '@jest/globals';
import { openApiDocument, problems } from '@millrace/contracts';
import supertest from 'supertest';
import { appUnderTest } from '../fakes/app-under-test.js';

const visit = (path: string, trustProxy: false | 1 = false) => supertest(appUnderTest({ trustProxy }).app).get(path);

describe('the documentation', () => {
  it('serves the OpenAPI document without a key', async () => {
    const { body, headers } = await visit('/openapi.json').expect(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(openApiDocument('1.2.3'))));
    expect(headers['content-type']).toContain('application/json');
  });

  it('serves Swagger UI from its own files: no script inline, nothing from elsewhere', async () => {
    await visit('/docs').expect(301).expect('location', '/docs/');
    const page = await visit('/docs/').expect(200);
    const sources = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, source = '']) => source);
    expect(sources).toEqual(expect.arrayContaining(['./swagger-ui-bundle.js', './swagger-ui-init.js', './swagger-ui.css']));
    for (const source of sources) {
      expect(source).toMatch(/^\.\//);
      await visit(`/docs/${source.slice(2)}`).expect(200);
    }
    expect(page.text).not.toMatch(/<script>(?!\s*<)/);
    expect((await visit('/docs/swagger-ui-init.js')).text).toContain('"swaggerUrl": "/openapi.json"');
  });

  it('asks for an upgrade to https only where there is https', async () => {
    const policy = async (trustProxy: false | 1) =>
      (await visit('/docs/', trustProxy).set('x-forwarded-proto', 'https')).headers['content-security-policy'];
    expect(await policy(false)).not.toContain('upgrade-insecure-requests');
    expect(await policy(1)).toContain('upgrade-insecure-requests');
  });

  it.each(Object.keys(problems))('explains %s on a page of its own', async (code) => {
    const page = await visit(`/docs/errors/${code}`)
      .expect(200)
      .expect('content-type', /text\/html/);
    expect(page.text).toContain(`<code>${code}</code>`);
    expect(page.headers).toHaveProperty('x-request-id');
  });

  it('lists all errors', async () => {
    const { text } = await visit('/docs/errors').expect(200);
    for (const code of Object.keys(problems)) expect(text).toContain(`href="/docs/errors/${code}"`);
  });

  it('shows at the start where everything is', async () => {
    const { text } = await visit('/').expect(200);
    for (const path of ['/docs', '/openapi.json', '/docs/errors']) expect(text).toContain(`href="${path}"`);
    expect(text).not.toContain('/admin');
  });

  it.each(['/docs/nope', '/docs/errors/nope', '/docs/errors/__proto__', '/docs/../etc/passwd', '/admin/queues', '/admin/login'])(
    'answers %s with 404',
    async (path) => {
      expect((await visit(path).expect(404)).body.code).toBe('unknown_path');
    },
  );

  it('answers 405 to what would write', async () => {
    await supertest(appUnderTest().app).post('/openapi.json').expect(405).expect('allow', 'GET, HEAD');
  });
});
