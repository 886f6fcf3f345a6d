// The openai SDK over the fetch of the undici package, with a pool as large as there are calls at a time.
import OpenAI from 'openai';
import { Agent, fetch } from 'undici';
import { concurrency } from '../sizes.js';
import { askSdk } from './ask-sdk.js';
import { runCaller } from './run-caller.js';

const dispatcher = new Agent({ connections: concurrency });
type Fetch = typeof globalThis.fetch;
type FetchParameters = Parameters<typeof fetch>;
const overUndici = (url: FetchParameters[0], init: FetchParameters[1]) => fetch(url, { ...init, dispatcher });

await runCaller(askSdk(new OpenAI({ fetch: overUndici as unknown as Fetch })));
