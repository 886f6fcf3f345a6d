import { problems } from '../../packages/contracts/dist/index.js';

const introduction = `# Errors

Every failure is an RFC 9457 problem document with a \`code\` from this list. This page is generated from the catalogue in \`packages/contracts\`.
`;

const section = ([code, { status, title, retryable, origin, cause, remedy }]) => `## ${code}

${title}. Status ${status}, from the ${origin}, ${retryable ? 'worth trying again as it is' : 'will not succeed unchanged'}.

- Cause: ${cause}
- Remedy: ${remedy}
`;

/** The page of all problems a caller can see, by code. */
export const render = () => [introduction, ...Object.entries(problems).map(section)].join('\n');
