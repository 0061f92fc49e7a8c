import type { CallbackHandler } from '../callbacks/handler';
import { isGraphInterrupt } from '../control/interrupt';
import type { EventSink } from './stream-mode';
import { TracedSink } from './traced-sink';

interface ToolRun {
  sink: EventSink;
  toolCallId: string | undefined;
  name: string;
}

/** The `tools` mode: tells when tools that nodes call start, report and end. */
export class ToolStream implements CallbackHandler {
  readonly name = 'StreamToolsHandler';
  readonly awaitHandlers = true;
  private readonly sink: TracedSink;
  private readonly runs = new Map<string, ToolRun>();

  constructor(sink: EventSink) {
    this.sink = new TracedSink(sink);
  }

  handleChainStart(
    ...[, , , , , metadata]: [unknown, unknown, string, string?, string[]?, Record<string, unknown>?]
  ): void {
    this.sink.noteStart(metadata);
  }

  handleToolStart(
    _tool: unknown,
    input: string,
    runId: string,
    _parent?: string,
    tags?: string[],
    metadata?: Record<string, unknown>,
    runName?: string,
    toolCallId?: string,
  ): void {
    if (!metadata || tags?.includes('langsmith:hidden')) return;
    const sink = this.sink.of(metadata);
    if (!sink.wants('tools')) return;
    const run = { sink, toolCallId, name: runName ?? 'unknown' };
    this.runs.set(runId, run);
    tell(run, 'on_tool_start', { input });
  }

  handleToolEvent(chunk: unknown, runId: string): void {
    const run = this.runs.get(runId);
    if (run) tell(run, 'on_tool_event', { data: chunk });
  }

  handleToolEnd(output: unknown, runId: string): void {
    const run = this.take(runId);
    if (run) tell(run, 'on_tool_end', { output });
  }

  handleToolError(error: unknown, runId: string): void {
    const run = this.take(runId);
    // A tool that asks a question has not failed.
    if (run && !isGraphInterrupt(error)) tell(run, 'on_tool_error', { error });
  }

  private take(runId: string): ToolRun | undefined {
    const run = this.runs.get(runId);
    this.runs.delete(runId);
    return run;
  }
}

function tell({ sink, toolCallId, name }: ToolRun, event: string, what: Record<string, unknown>): void {
  sink.emit('tools', { event, toolCallId, name, ...what });
}
