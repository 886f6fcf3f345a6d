// Puts a package's Lua scripts beside its compiled code; the compiler only moves TypeScript.
import { cpSync, statSync } from 'node:fs';

cpSync('src', 'dist', { recursive: true, filter: (path) => statSync(path).isDirectory() || path.endsWith('.lua') });
