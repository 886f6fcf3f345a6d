import { onPath } from '../setup/on-path.mjs';

const commands = [
  ['apt-get', 'sudo apt-get install -y redis-server'],
  ['dnf', 'sudo dnf install -y valkey'],
  ['apk', 'sudo apk add valkey'],
  ['pacman', 'sudo pacman -S valkey'],
  ['zypper', 'sudo zypper install valkey'],
  ['brew', 'brew install valkey'],
];

/** One sentence saying how to get a Redis on this system. */
export const installHint = () => {
  const [, command] = commands.find(([program]) => onPath(program)) ?? [];
  return command ? `Install one with: ${command}` : 'Install one, or name a running one in REDIS_URL.';
};
