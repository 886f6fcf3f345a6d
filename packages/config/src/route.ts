/** One entry of the model configuration: the name callers ask for, and its slug `[a-z0-9-]+` for queues and metric labels. */
export interface Route {
  readonly slug: string;
  readonly model: string;
}
