import { portNumber } from '../number-schemas.js';
import { setting } from '../setting.js';
import { anyText } from '../text-schemas.js';

/** Where an app serves its metrics and health, on a port of their own. */
export const metricsListenerFragment = (defaultPort: number) => ({
  host: setting({
    env: 'METRICS_HOST',
    schema: anyText,
    describe: 'The address that `/metrics`, `/livez` and `/readyz` are served on.',
    whenToChange: '`0.0.0.0` where Prometheus or a probe comes from another machine; keep it off the internet.',
    default: '127.0.0.1',
  }),
  port: setting({
    env: 'METRICS_PORT',
    schema: portNumber,
    describe: 'The port that `/metrics`, `/livez` and `/readyz` are served on; 0 lets the system choose.',
    whenToChange: 'When several processes run on one machine.',
    default: String(defaultPort),
  }),
});
