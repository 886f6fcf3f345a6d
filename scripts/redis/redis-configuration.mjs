import { writeFileSync } from 'node:fs';

/**
 * Writes the configuration of a private server to a file only its owner can read; a password on the command line would show in `ps`.
 * Durable (append-only file, synced every second) and never evicting, because a queue that forgets is none.
 */
export const writeConfiguration = ({ path, port, bind, dir, password, pidFile }) => {
  const lines = [
    `port ${port}`,
    `bind ${bind}`,
    'protected-mode yes',
    `requirepass ${JSON.stringify(password)}`,
    `dir ${JSON.stringify(dir)}`,
    'appendonly yes',
    'appendfsync everysec',
    'maxmemory-policy noeviction',
    'save 3600 1 300 100',
    ...(pidFile ? [`pidfile ${JSON.stringify(pidFile)}`] : []),
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
};
