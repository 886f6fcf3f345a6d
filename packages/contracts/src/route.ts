/** A model that can be asked for and the slug that names its queue, its metrics and its worker pools. */
export interface Route {
  /** `[a-z0-9-]+` */
  readonly slug: string;
  /** The name callers ask for. */
  readonly model: string;
}
