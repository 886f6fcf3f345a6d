// A provider that enforces limits, in a process of its own. PROVIDER holds its options as JSON.
import { type StartProviderOptions, startProvider } from '@millrace/testing';

await startProvider(JSON.parse(process.env.PROVIDER ?? '{}') as StartProviderOptions);
