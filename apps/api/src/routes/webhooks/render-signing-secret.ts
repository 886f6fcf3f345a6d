import type { SigningSecretView } from '@millrace/contracts';
import type { SigningSecretList } from '@millrace/tasks';
import { renderTime } from '../read-task/render-time.js';

/** The secret that signs from now on; of those before it only until when they sign as well. */
export const renderSigningSecret = ({ secrets: [newest, previous], createdAtMs, rotatedAtMs }: SigningSecretList): SigningSecretView => ({
  secret: newest.secret,
  created_at: renderTime(createdAtMs),
  ...(rotatedAtMs !== undefined && { rotated_at: renderTime(rotatedAtMs) }),
  ...(previous?.untilMs !== undefined && { previous_secret_until: renderTime(previous.untilMs) }),
});
