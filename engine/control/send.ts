import type { TimeoutPolicy } from './timeout-policy';
import { resolveTimeout } from './timeout-policy';

const BRAND = Symbol.for('retrograph.send');

export interface SendOptions {
  /** Limits of this task's attempts, instead of the node's; a number is milliseconds. */
  timeout?: number | TimeoutPolicy;
}

/** Runs `node` in the next step with `args` as its whole input. Many Sends to one node are parallel tasks. */
export class Send<Node extends string = string, Args = unknown> {
  readonly node: Node;
  readonly args: Args;
  readonly timeout: TimeoutPolicy | undefined;

  constructor(node: Node, args: Args, options?: SendOptions) {
    this.node = node;
    this.args = args;
    this.timeout = options && (resolveTimeout(options.timeout, `the Send to "${node}"`) ?? undefined);
  }

  get [BRAND](): true {
    return true;
  }

  /** By which LangGraph.js knows it. */
  get lg_name(): 'Send' {
    return 'Send';
  }

  /** The form in which LangGraph's clients see it. */
  toJSON(): { lg_name: 'Send'; node: Node; args: Args; timeout?: TimeoutPolicy } {
    const { node, args, timeout } = this;
    return { lg_name: 'Send', node, args, ...(timeout && { timeout }) };
  }
}

export function isSend(value: unknown): value is Send {
  return typeof value === 'object' && value !== null && BRAND in value;
}
