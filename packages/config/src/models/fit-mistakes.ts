import { slugOf } from '../route.js';
import { closestName } from './closest-name.js';
import { findModelRoute } from './find-model-route.js';
import type { Mistake, Path } from './mistake.js';
import { isPattern, patternsMeet } from './model-pattern.js';
import { shownName } from './shown-name.js';
import type { RouteSketch, Sketch, Written } from './sketch.js';

interface FitOptions {
  readonly sketch: Sketch;
  readonly lineOf: (path: Path) => number;
}

/** What does not fit together in a file whose parts may each be right. */
export const fitMistakes = (options: FitOptions): readonly Mistake[] => [
  ...defaultModelMistakes(options),
  ...routeMistakes(options),
  ...deploymentMistakes(options),
];

const defaultModelMistakes = ({ sketch: { defaultModel, routes } }: FitOptions): readonly Mistake[] => {
  const named = routes.flatMap(({ model }) => (model ? [{ model: model.text, isPattern: isPattern(model.text) }] : []));
  if (named.length === 0) return [];
  if (defaultModel === undefined)
    return named.every((route) => route.isPattern)
      ? [
          {
            path: ['default_model'],
            sentence: '`default_model` is missing: every route is a pattern, so it must name a model that one of them serves',
          },
        ]
      : [];
  if (isPattern(defaultModel.text)) return [{ path: defaultModel.path, sentence: '`default_model` must be one model, not a pattern' }];
  if (findModelRoute(named, defaultModel.text)) return [];
  const guess = closestName(
    defaultModel.text,
    named.map(({ model }) => model),
  );
  const meant = guess === undefined ? `these are: ${named.map(({ model }) => model).join(', ')}` : `did you mean ${guess}?`;
  return [{ path: defaultModel.path, sentence: `\`default_model\` is ${shownName(defaultModel.text)}, which no route serves; ${meant}` }];
};

const routeMistakes = ({ sketch: { routes }, lineOf }: FitOptions): readonly Mistake[] => [
  ...routes.flatMap(tierMistakes),
  ...routes.flatMap(({ model, slug }): Mistake[] =>
    model && !slug && slugOf(model.text) === ''
      ? [
          {
            path: model.path,
            sentence: `The model ${shownName(model.text)} has no letter or digit, so its queue cannot be named after it; give the route a \`slug\``,
          },
        ]
      : [],
  ),
  ...repeated(routes.flatMap(({ model }) => model ?? [])).map(([{ text, path }, first]) => ({
    path,
    sentence: `The model ${shownName(text)} has a route already, in line ${lineOf(first.path)}; make one route of the two, with the deployments of both`,
  })),
  ...sharedSlugs(routes, lineOf),
  ...meetingPatterns(routes, lineOf),
];

const tierMistakes = ({ path, model, hasTiers, hasDeployments }: RouteSketch): readonly Mistake[] => {
  if (hasTiers !== hasDeployments) return [];
  const whose = model ? `The route ${shownName(model.text)}` : 'This route';
  return hasTiers
    ? [{ path, sentence: `${whose} has both \`deployments\` and \`tiers\`; keep one: \`deployments\` is short for one tier` }]
    : [
        {
          path,
          sentence: `${whose} has no deployments; list them under \`deployments\`, or under \`tiers\` in the order in which they are asked`,
        },
      ];
};

const sharedSlugs = (routes: readonly RouteSketch[], lineOf: FitOptions['lineOf']): readonly Mistake[] => {
  const distinct = routes.filter(({ model }, place) => model && routes.findIndex((other) => other.model?.text === model.text) === place);
  const slugs = distinct.flatMap(({ model, slug }): Written[] => {
    if (slug) return [slug];
    return model && slugOf(model.text) !== '' ? [{ text: slugOf(model.text), path: model.path }] : [];
  });
  return repeated(slugs).map(([{ text, path }, first]) => ({
    path,
    sentence: `The queue name (slug) ${shownName(text)} is taken by the route in line ${lineOf(first.path)}; give one of the two a \`slug\` of its own`,
  }));
};

const meetingPatterns = (routes: readonly RouteSketch[], lineOf: FitOptions['lineOf']): readonly Mistake[] => {
  const patterns = routes.flatMap(({ model }) => (model && model.text.split('*').length === 2 ? [model] : []));
  return patterns.flatMap((one, place) => {
    const rival = patterns
      .slice(0, place)
      .find(({ text }) => text !== one.text && text.length === one.text.length && patternsMeet(text, one.text));
    if (!rival) return [];
    const sentence = `The patterns ${shownName(one.text)} and ${shownName(rival.text)} (line ${lineOf(rival.path)}) are equally long and can match the same name, so neither goes first; make one of them longer`;
    return [{ path: one.path, sentence }];
  });
};

const deploymentMistakes = ({ sketch: { routes, credentials }, lineOf }: FitOptions): readonly Mistake[] => {
  const deployments = routes.flatMap((route) => route.deployments);
  const known = [...credentials.keys()];
  const unknown = deployments.flatMap(({ credential }) => (credential && !credentials.has(credential.text) ? [credential] : []));
  return [
    ...repeated(deployments.flatMap(({ name }) => name ?? [])).map(([{ text, path }, first]) => ({
      path,
      sentence: `The deployment name ${shownName(text)} is taken in line ${lineOf(first.path)}; each deployment has a name of its own`,
    })),
    ...unknown.map(({ text, path }) => ({ path, sentence: unknownCredential(text, known) })),
    ...deployments.flatMap(({ baseUrl, credential, path }): Mistake[] =>
      baseUrl && !credential && isOpenAi(baseUrl.text)
        ? [{ path, sentence: 'api.openai.com answers nobody without a key; give this deployment a `credential`' }]
        : [],
    ),
  ];
};

/** What stands there may be a secret in the wrong place, so it is shown only as the name it is near to. */
const unknownCredential = (text: string, known: readonly string[]): string => {
  if (known.length === 0)
    return '`credential` must name one of `credentials`, and the file has none; declare it there, with `key: env:NAME` or `key: file:/path`';
  const guess = closestName(text, known);
  return `\`credential\` must name one of \`credentials\`; ${guess === undefined ? `these are: ${known.join(', ')}` : `did you mean ${guess}?`}`;
};

const isOpenAi = (url: string): boolean => URL.canParse(url) && /(^|\.)api\.openai\.com$/.test(new URL(url).hostname);

/** Each that stands for a second time, and the first. */
const repeated = (all: readonly Written[]): readonly (readonly [Written, Written])[] => {
  const firsts = new Map<string, Written>();
  return all.flatMap((one) => {
    const first = firsts.get(one.text);
    if (first) return [[one, first] as const];
    firsts.set(one.text, one);
    return [];
  });
};
