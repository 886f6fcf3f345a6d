import { expect, it } from '@jest/globals';
import { composeEnvironment } from './compose-environment.mjs';

it("hands Compose the way to the engine, the base images and the network, and nothing of a developer's other stacks", () => {
  const kept = {
    PATH: '/bin',
    HOME: '/root',
    DOCKER_HOST: 'unix:///x',
    NODE_IMAGE: 'a',
    NGINX_IMAGE: 'b',
    REDIS_IMAGE: 'c',
    SUBNET: '10.1.2.0/24',
  };
  const left = ['IMAGE_PREFIX', 'IMAGE_TAG', 'PUBLISH_PORT', 'ADMIN_FROM', 'PROXIES_IN_FRONT', 'API_MEMORY', 'APIS', 'COMPOSE_FILE'];
  const more = [...left, 'OPENAI_API_KEY', 'MILLRACE_MODELS', 'MY_PATH'];
  expect(composeEnvironment({ ...kept, ...Object.fromEntries(more.map((name) => [name, 'mine'])) })).toEqual(kept);
});
