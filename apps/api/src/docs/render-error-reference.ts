import { problems } from '@millrace/contracts';

/** The text of docs/reference/errors.md. */
export const renderErrorReference = (): string => {
  const sections = Object.entries(problems).map(
    ([code, { status, title, retryable, origin, cause, remedy }]) => `## \`${code}\`

**${title}.** HTTP ${status}, origin \`${origin}\`, ${retryable ? 'worth retrying' : 'not worth retrying unchanged'}.

${cause}

${remedy}
`,
  );
  return `# Errors

Generated from the problem catalogue in \`packages/contracts\`; do not edit.

Every error is an RFC 9457 problem document (\`application/problem+json\`) with a stable \`code\`. Its \`type\` is the page of that code
on the running service, \`/docs/errors/<code>\`. Tasks that fail carry the same codes in \`error.code\`; the status is then what
\`POST /predict\` answers with.

${sections.join('\n')}`;
};
