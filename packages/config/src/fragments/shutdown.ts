import { timerSeconds } from '../number-schemas.js';
import { setting } from '../setting.js';

/** How long an app may take to stop. */
export const shutdownFragment = (defaultSeconds: number) => ({
  graceSeconds: setting({
    env: 'MILLRACE_SHUTDOWN_GRACE_SECONDS',
    schema: timerSeconds(0),
    describe: 'How long running work may go on after SIGTERM before it is answered early or handed back, in seconds.',
    whenToChange: 'Below what the supervisor allows before it kills.',
    default: String(defaultSeconds),
  }),
});
