import { setting } from '../setting.js';
import { plainName } from '../text-schemas.js';

export const instanceFragment = {
  name: setting({
    env: 'MILLRACE_INSTANCE',
    schema: plainName,
    describe: 'The name of this process in logs and in the names of its log files; no two running processes may share one.',
    whenToChange: 'Where a name that survives a restart is wanted, such as a pod of a StatefulSet.',
    defaultShown: 'role-host-process id',
  }),
};
