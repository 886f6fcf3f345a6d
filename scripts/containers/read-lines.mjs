/** The JSON lines that the containers of a service have logged. */
export const readLines = async ({ stack, service }) => {
  const logs = await Promise.all((await stack.ids(service)).map((id) => stack.docker('logs', id)));
  return logs
    .join('\n')
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
};
