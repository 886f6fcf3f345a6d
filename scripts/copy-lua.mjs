// Puts a package's Lua scripts beside its compiled code; the compiler only moves TypeScript.
import { cpSync } from 'node:fs';

cpSync('src', 'dist', { recursive: true, filter: (path) => !path.includes('.') || path.endsWith('.lua') });
