import type { Send } from './send';

const BRAND = Symbol.for('retrograph.command');

export interface CommandFields<Resume = unknown, Update = Record<string, unknown>, Nodes extends string = string> {
  /** State write; an array of [key, value] pairs writes a key more than once. */
  update?: Update | [string, unknown][];
  /** Nodes to run next, in addition to the static edges. */
  goto?: Nodes | Send<Nodes> | (Nodes | Send<Nodes>)[];
  /** Answer for pending interrupts: a value for the only one, or a map from interrupt id to answer. */
  resume?: Resume;
}

/** A node's way to write and route at once; as `invoke` input, a way to answer, write or route. */
export class Command<Resume = unknown, Update = Record<string, unknown>, Nodes extends string = string> {
  readonly update: CommandFields<Resume, Update, Nodes>['update'];
  readonly goto: CommandFields<Resume, Update, Nodes>['goto'];
  readonly resume: Resume | undefined;
  /** Tells `resume: undefined` from no resume. */
  readonly hasResume: boolean;

  constructor(fields: CommandFields<Resume, Update, Nodes>) {
    this.update = fields.update;
    this.goto = fields.goto;
    this.resume = fields.resume;
    this.hasResume = 'resume' in fields && fields.resume !== undefined;
  }

  get [BRAND](): true {
    return true;
  }

  toJSON(): Record<string, unknown> {
    return { lg_name: 'Command', update: this.update, goto: this.goto, resume: this.resume };
  }
}

export function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && BRAND in value;
}
