import type { Path } from './mistake.js';

/** A text of the file and where it stands. */
export interface Written {
  readonly text: string;
  readonly path: Path;
}

export interface RouteSketch {
  readonly path: Path;
  readonly model?: Written;
  readonly slug?: Written;
  readonly hasTiers: boolean;
  readonly hasDeployments: boolean;
  readonly deployments: readonly DeploymentSketch[];
}

export interface DeploymentSketch {
  readonly path: Path;
  readonly name?: Written;
  readonly baseUrl?: Written;
  readonly credential?: Written;
}

/** Names and references of a file, as far as they are there: what does not fit together is found although something else is wrong. */
export interface Sketch {
  readonly defaultModel?: Written;
  /** Where each credential says that its secret is. */
  readonly credentials: ReadonlyMap<string, Written | undefined>;
  readonly routes: readonly RouteSketch[];
}

type Fields = Readonly<Record<string, unknown>>;

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const itemsOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const written = (fields: Fields, key: string, path: Path): Written | undefined => {
  const text = fields[key];
  return typeof text === 'string' ? { text, path: [...path, key] } : undefined;
};

const only = <Key extends string>(key: Key, found: Written | undefined) => (found ? ({ [key]: found } as { [K in Key]: Written }) : {});

export const sketchOf = (value: unknown): Sketch => {
  const file = fieldsOf(value);
  const credentials = Object.entries(fieldsOf(file.credentials)).map(
    ([name, credential]) => [name, written(fieldsOf(credential), 'key', ['credentials', name])] as const,
  );
  return {
    ...only('defaultModel', written(file, 'default_model', [])),
    credentials: new Map(credentials),
    routes: itemsOf(file.routes).map((route, place) => routeSketch(route, ['routes', place])),
  };
};

const routeSketch = (value: unknown, path: Path): RouteSketch => {
  const fields = fieldsOf(value);
  const deployments = (list: unknown, at: Path) => itemsOf(list).map((one, place) => deploymentSketch(one, [...at, place]));
  return {
    path,
    ...only('model', written(fields, 'model', path)),
    ...only('slug', written(fields, 'slug', path)),
    hasTiers: fields.tiers !== undefined,
    hasDeployments: fields.deployments !== undefined,
    deployments: [
      ...deployments(fields.deployments, [...path, 'deployments']),
      ...itemsOf(fields.tiers).flatMap((tier, place) => deployments(tier, [...path, 'tiers', place])),
    ],
  };
};

const deploymentSketch = (value: unknown, path: Path): DeploymentSketch => {
  const fields = fieldsOf(value);
  return {
    path,
    ...only('name', written(fields, 'name', path)),
    ...only('baseUrl', written(fields, 'base_url', path)),
    ...only('credential', written(fields, 'credential', path)),
  };
};
