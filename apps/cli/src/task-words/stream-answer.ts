import type { TextRestart } from '@millrace/sdk';
import type { Session } from '../open-session.js';
import { printable } from '../terminal/printable.js';

const reasons: Readonly<Record<TextRestart['reason'], string>> = {
  failed: 'the attempt failed',
  lost: 'its worker was lost',
  handed_back: 'its worker is stopping',
  snapshot: 'what came in between is no longer kept',
};

/** Writes the text of a task as it comes, ends it with a line end. Says so when it begins anew. */
export const streamAnswer = async (session: Session, id: string, { raw, signal }: { raw: boolean; signal: AbortSignal }): Promise<void> => {
  const { millrace, write, say, paint } = session;
  let last = '\n';
  const onRestart = ({ attempt, reason }: TextRestart): void => {
    if (!last.endsWith('\n')) write('\n');
    last = '\n';
    say(paint.err.yellow(`— ${reasons[reason]}: attempt ${attempt} begins the answer anew, what stands above is void —`));
  };
  for await (const piece of millrace.tasks.text(id, { signal, onRestart })) {
    const shown = raw ? piece : printable(piece);
    write(shown);
    last = shown || last;
  }
  if (!last.endsWith('\n')) write('\n');
};
