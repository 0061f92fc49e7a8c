'use client';

import { Component, type ReactNode } from 'react';
import { ErrorState } from './error-state';

interface PaneBoundaryProps {
  /** What may fail, as in "The graph could not be shown". */
  what: string;
  /** Of what is shown: with another one the failure is forgotten, and the pane tries again. */
  resetKey: string;
  children: ReactNode;
}

interface PaneBoundaryState {
  failure: { error: unknown } | null;
  resetKey: string;
}

/** Keeps a pane's failure in its place: says what failed and why, while the rest of the page works on. */
export class PaneBoundary extends Component<PaneBoundaryProps, PaneBoundaryState> {
  override state: PaneBoundaryState = { failure: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<PaneBoundaryState> {
    return { failure: { error } };
  }

  static getDerivedStateFromProps({ resetKey }: PaneBoundaryProps, state: PaneBoundaryState) {
    return resetKey === state.resetKey ? null : { failure: null, resetKey };
  }

  override render() {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    return (
      <div className="flex h-full min-h-0 min-w-0 flex-1 flex-col overflow-auto bg-surface">
        <ErrorState
          title={`${this.props.what} could not be shown`}
          error={failure.error}
          onRetry={() => this.setState({ failure: null })}
        />
      </div>
    );
  }
}
