/** An operation's path as Express writes it: `/v1/tasks/{id}` becomes `/v1/tasks/:id`. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1');
