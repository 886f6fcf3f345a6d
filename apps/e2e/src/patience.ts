import { jest } from '@jest/globals';

// How long a test of whole processes may take before it counts as failed: on a busy machine starting a cluster alone takes most of a minute.
jest.setTimeout(120_000);
