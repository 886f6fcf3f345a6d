// Lets a child process of a test run TypeScript sources as they are: `node --import <this file> <a .ts file>`.
import { registerHooks } from 'node:module';

const packages = new URL('../../../', import.meta.url);

const toSource = (specifier, importer = '') => {
  if (importer.includes('/node_modules/')) return specifier;
  const own = /^@millrace\/([a-z]+)$/.exec(specifier);
  if (own) return new URL(`${own[1]}/src/index.ts`, packages).href;
  return specifier.startsWith('.') ? specifier.replace(/\.js$/, '.ts') : specifier;
};

registerHooks({ resolve: (specifier, context, next) => next(toSource(specifier, context.parentURL), context) });
