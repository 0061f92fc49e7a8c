import type { Invocation } from '../invocation';
import { callsOf } from './call-ledger';
import type { Task } from './task';
import { taskEnded } from './task-events';

/** Gives up the calls in flight, of one caller or of all: what they come to is heard by nobody, and they are made again. */
export function cancelCalls(run: Invocation, caller?: Task): void {
  const calls = run.state.calls && callsOf(run.state);
  for (const call of calls?.open(caller) ?? []) {
    call.outcome = 'cancelled';
    taskEnded(run, [], call);
  }
}
