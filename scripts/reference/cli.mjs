import { renderReference } from '../../apps/cli/dist/render-reference.js';

/** The page of all commands, as their own help says it. */
export const render = () => renderReference();
