const BRAND = Symbol.for('retrograph.send');

/** Runs `node` in the next step with `args` as its whole input. Many Sends to one node are parallel tasks. */
export class Send<Node extends string = string, Args = unknown> {
  readonly node: Node;
  readonly args: Args;

  constructor(node: Node, args: Args) {
    this.node = node;
    this.args = args;
  }

  get [BRAND](): true {
    return true;
  }

  /** The form in which LangGraph's clients see it. */
  toJSON(): { lg_name: 'Send'; node: Node; args: Args } {
    return { lg_name: 'Send', node: this.node, args: this.args };
  }
}

export function isSend(value: unknown): value is Send {
  return typeof value === 'object' && value !== null && BRAND in value;
}
