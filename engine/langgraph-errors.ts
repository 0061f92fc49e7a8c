import { BaseLangGraphError } from './errors';

// Errors that code written for LangGraph.js names, and that the engine itself has no occasion to throw.

/** A channel was read before it had a value. The engine asks first and never throws it; channels of users' own may. */
export class EmptyChannelError extends BaseLangGraphError {
  override name = 'EmptyChannelError';
}

/** LangGraph.js's refusal of two subgraphs called by one node, which works here. Kept for code that names it. */
export class MultipleSubgraphsError extends BaseLangGraphError {
  override name = 'MultipleSubgraphsError';
}

/** An error of a graph that runs on a server. Thrown by clients of such graphs. */
export class RemoteException extends BaseLangGraphError {
  override name = 'RemoteException';
}
