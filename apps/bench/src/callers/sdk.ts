// The openai SDK with its defaults; it reads OPENAI_API_KEY and OPENAI_BASE_URL.
import OpenAI from 'openai';
import { askSdk } from './ask-sdk.js';
import { runCaller } from './run-caller.js';

await runCaller(askSdk(new OpenAI()));
