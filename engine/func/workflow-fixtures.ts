import { Command, interrupt, task } from '..';

export const thread = { configurable: { thread_id: 't' } };

/** A task function that notes the arguments of each run. */
export function noted(name: string, body: (...args: unknown[]) => unknown) {
  const ran: unknown[][] = [];
  const call = task(name, (...args: unknown[]) => {
    ran.push(args);
    return body(...args);
  });
  return { call, ran };
}

export const question = () => interrupt<string, string>('go on?');
export const goOn = new Command({ resume: 'yes' });
