import { jest } from '@jest/globals';

// How long a test or its setting up may take before it counts as failed: on a busy machine several times what it takes elsewhere.
jest.setTimeout(60_000);
