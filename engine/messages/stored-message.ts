const LANGCHAIN_MESSAGE = Symbol.for('langchain.message');
const NAMESPACE = ['langchain_core', 'messages'];

type MessageClass = new (type: string, fields: Readonly<Record<string, unknown>>) => StoredMessage;

const classes = new Map<string, MessageClass>();

/**
 * A message as it comes out of a saver: it has the fields of the LangChain message that was stored, and says of itself what
 * LangChain's functions and `instanceof` ask. Its class bears the name of the one that was stored.
 */
export class StoredMessage {
  readonly type: string;
  declare id?: string;
  declare content?: unknown;

  constructor(type: string, fields: Readonly<Record<string, unknown>>) {
    this.type = type;
    Object.assign(this, fields);
  }

  static of(className: string, type: string, fields: Readonly<Record<string, unknown>>): StoredMessage {
    let named = classes.get(className);
    if (named === undefined) {
      named = { [className]: class extends StoredMessage {} }[className] as MessageClass;
      classes.set(className, named);
    }
    return new named(type, fields);
  }

  get [LANGCHAIN_MESSAGE](): true {
    return true;
  }

  get lc_serializable(): true {
    return true;
  }

  /** A tool's answer may be what a node returns. */
  get lc_direct_tool_output(): boolean {
    return this.type === 'tool';
  }

  get lc_namespace(): string[] {
    return [...NAMESPACE];
  }

  get lc_id(): string[] {
    return [...NAMESPACE, this.constructor.name];
  }

  /** What the message's class would be made with. */
  get lc_kwargs(): Record<string, unknown> {
    const { type: _type, ...fields } = this;
    return fields;
  }

  /** The content as text, without parts of other kinds. */
  get text(): string {
    if (typeof this.content === 'string') return this.content;
    const parts = Array.isArray(this.content) ? (this.content as { type?: string; text?: string }[]) : [];
    return parts.map((part) => (part.type === 'text' ? (part.text ?? '') : '')).join('');
  }

  get contentBlocks(): unknown {
    return typeof this.content === 'string' ? [{ type: 'text', text: this.content }] : this.content;
  }

  getType(): string {
    return this.type;
  }

  _getType(): string {
    return this.type;
  }

  _updateId(id: string): void {
    this.id = id;
  }

  toDict(): { type: string; data: Record<string, unknown> } {
    return { type: this.type, data: this.lc_kwargs };
  }

  /** LangChain's serialised form, from which its `load` makes a message of its class. */
  toJSON(): object {
    return { lc: 1, type: 'constructor', id: this.lc_id, kwargs: this.lc_kwargs };
  }
}
