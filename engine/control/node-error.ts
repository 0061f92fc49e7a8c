const BRAND = Symbol.for('retrograph.node-error');

/** What an error handler is told: which node failed for good, and with what. */
export class NodeError {
  readonly node: string;
  /** What the node threw; wrapped when it threw something that is no Error. */
  readonly error: Error;

  constructor(node: string, error: Error) {
    this.node = node;
    this.error = error;
  }

  get [BRAND](): true {
    return true;
  }
}

export function isNodeError(value: unknown): value is NodeError {
  return typeof value === 'object' && value !== null && BRAND in value;
}
