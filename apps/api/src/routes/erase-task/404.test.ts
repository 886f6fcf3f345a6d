import { describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { appUnderTest, key } from '../../fakes/app-under-test.js';
import { taskId } from '../../fakes/stored-task.js';

const erase = (id: string, services = {}) => supertest(appUnderTest({ services }).app).delete(`/v1/tasks/${id}`).set('x-api-key', key);

describe('DELETE /v1/tasks/{id}, 404', () => {
  it('knows no such task of this tenant', async () => {
    expect((await erase(taskId).expect(404)).body.code).toBe('unknown_task');
  });

  it('asks nobody about what cannot be an id', async () => {
    const eraseTask = () => Promise.reject(new Error('asked'));
    expect((await erase('nonsense', { eraseTask }).expect(404)).body.code).toBe('unknown_task');
  });
});
