import type { TaskEvent } from '@millrace/sdk';

/** What an event says, in one line. */
export const describeEvent = ({ kind, data }: TaskEvent): string => {
  switch (kind) {
    case 'state': {
      const { status, attempt, waiting_reason, retry_at } = data;
      const parts = [status, attempt && `attempt ${attempt}`, waiting_reason?.replaceAll('_', ' '), retry_at && `again at ${retry_at}`];
      return parts.filter(Boolean).join(', ');
    }
    case 'delta':
      return JSON.stringify(data.text);
    case 'restart':
      return `attempt ${data.attempt} begins anew, the last one ${data.reason === 'handed_back' ? 'was handed back' : data.reason}`;
    case 'snapshot':
      return JSON.stringify(data.text);
    case 'usage':
      return `${data.input_tokens} in, ${data.output_tokens} out`;
    case 'result':
      return `${data.text.length} characters, ${data.finish_reason}`;
    case 'error':
      return `${data.code}: ${data.message}`;
  }
};
