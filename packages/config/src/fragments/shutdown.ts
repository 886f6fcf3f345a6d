import { timerSeconds } from '../number-schemas.js';
import { setting } from '../setting.js';

/** How long the api stays open once it is told to stop. */
export const shutdownDelayFragment = {
  delaySeconds: setting({
    env: 'MILLRACE_SHUTDOWN_DELAY_SECONDS',
    schema: timerSeconds(0),
    describe: 'How long the api goes on answering after SIGTERM, while `/readyz` already says 503, in seconds; part of the grace.',
    whenToChange: 'Where a load balancer needs a while to see the 503 and send callers elsewhere, such as 5 in Kubernetes.',
    default: '0',
  }),
};

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
