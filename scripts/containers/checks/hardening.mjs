import assert from 'node:assert/strict';

const hardened = new Set(['nginx', 'api', 'worker', 'redis']);

/** Every container of the stack runs as somebody other than root, with a root file system that cannot be written to and no capability. */
export const checkHardening = async ({ stack }) => {
  const containers = (await stack.inspect()).filter((container) => hardened.has(stack.serviceOf(container)));
  assert.equal(new Set(containers.map(stack.serviceOf)).size, hardened.size);
  for (const container of containers) {
    const service = stack.serviceOf(container);
    const { code, output } = await stack.tryExec(container.Id, 'sh', '-c', 'id -u; touch /written 2>&1; grep CapEff /proc/1/status');
    assert.equal(code, 0, output);
    assert.notEqual(output.split('\n')[0], '0', `${service} runs as root`);
    assert.match(output, /Read-only file system/, `the root of ${service} can be written to`);
    assert.match(output, /CapEff:\s+0+$/m, `${service} has capabilities: ${output}`);
  }
};
