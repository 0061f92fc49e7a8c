import { GraphBubbleUp, isGraphBubbleUp } from './bubble-up';
import type { Send } from './send';

/** Marks Commands of any copy of the engine. */
export const COMMAND_SYMBOL = Symbol.for('retrograph.command');

export interface CommandFields<Resume = unknown, Update = Record<string, unknown>, Nodes extends string = string> {
  /** State write; an array of [key, value] pairs writes a key more than once. */
  update?: Update | [string, unknown][];
  /** Nodes to run next, in addition to the static edges. */
  goto?: Nodes | Send<Nodes> | (Nodes | Send<Nodes>)[];
  /** Answer for pending interrupts: a value for the only one, or a map from interrupt id to answer. */
  resume?: Resume;
  /** `Command.PARENT`: update and goto are for the closest enclosing graph. Default: the node's own. */
  graph?: string;
}

/** A node's way to write and route at once; as `invoke` input, a way to answer, write or route. */
export class Command<Resume = unknown, Update = Record<string, unknown>, Nodes extends string = string> {
  /** The `graph` of a Command that is for the enclosing graph. */
  static readonly PARENT = '__parent__';

  readonly update: CommandFields<Resume, Update, Nodes>['update'];
  readonly goto: CommandFields<Resume, Update, Nodes>['goto'];
  readonly resume: Resume | undefined;
  readonly graph: string | undefined;
  /** Tells `resume: undefined` from no resume. */
  readonly hasResume: boolean;

  constructor(fields: CommandFields<Resume, Update, Nodes>) {
    this.update = fields.update;
    this.goto = fields.goto;
    this.resume = fields.resume;
    this.graph = fields.graph;
    this.hasResume = 'resume' in fields && fields.resume !== undefined;
  }

  get [COMMAND_SYMBOL](): true {
    return true;
  }

  /** By which LangGraph.js knows it. */
  get lg_name(): 'Command' {
    return 'Command';
  }

  toJSON(): Record<string, unknown> {
    return { lg_name: 'Command', update: this.update, goto: this.goto, resume: this.resume };
  }
}

/** Carries a Command out of a subgraph to the graph that called it. Not an error of the run: let it pass through `catch` blocks. */
export class ParentCommand extends GraphBubbleUp {
  override name = 'ParentCommand';
  readonly command: Command<unknown, unknown>;

  constructor(command: Command<unknown, unknown>) {
    super('A subgraph hands a Command to its parent graph. If this reached a catch block of the node, throw it on.');
    this.command = command;
  }
}

export function isParentCommand(error: unknown): error is ParentCommand {
  return isGraphBubbleUp(error) && isCommand((error as { command?: unknown }).command);
}

export function isCommand(value: unknown): value is Command {
  return typeof value === 'object' && value !== null && COMMAND_SYMBOL in value;
}
