import type { TaskSchedule } from '@millrace/contracts';
import type { TimeRefusal } from '@millrace/tasks';
import { HttpProblem } from '../../http/http-problem.js';

const faults: Readonly<Record<TimeRefusal['reason'], string>> = {
  past: 'lies in the past by the clock of this installation',
  too_far: 'lies further ahead than this installation allows (`MILLRACE_MAX_SCHEDULE_AHEAD_SECONDS`)',
  before_run_at: 'must be after the task is to run',
  before_start_by: 'must be after `start_by`',
  too_long: 'is longer than this installation allows (`MILLRACE_MAX_RESULT_TTL_SECONDS`)',
};

const fields: Readonly<Record<TimeRefusal['field'], string>> = {
  run_at: 'run_at',
  start_by: 'start_by',
  finish_by: 'finish_by',
  result_ttl: 'result_ttl_seconds',
};

/** The problem of a submission whose times cannot be; it points at what was given. */
export const refusedTime = ({ field, reason }: TimeRefusal, { runAt }: TaskSchedule = {}): HttpProblem => {
  const name = field === 'run_at' && runAt && 'inMs' in runAt ? 'delay_seconds' : fields[field];
  const error = { pointer: `/${name}`, detail: faults[reason] };
  return new HttpProblem('invalid_body', { detail: `${error.pointer}: ${error.detail}.`, errors: [error] });
};
