import { BaseLangGraphError } from '../errors';

/** Leaves a node without being an error of the run: let it pass through `catch` blocks. */
export class GraphBubbleUp extends BaseLangGraphError {
  override name = 'GraphBubbleUp';

  /** Read by LangGraph.js's and LangChain's own checks too. */
  get is_bubble_up(): boolean {
    return true;
  }
}

export function isGraphBubbleUp(error: unknown): error is GraphBubbleUp {
  return typeof error === 'object' && error !== null && (error as { is_bubble_up?: unknown }).is_bubble_up === true;
}
