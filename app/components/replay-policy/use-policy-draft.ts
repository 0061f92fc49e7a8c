'use client';

import { useMemo, useState } from 'react';
import type { JsonSchema } from '@/lib/contracts/debugger';
import type { ReplayPolicy } from '@/lib/contracts/replay-policy';
import { isPlainObject } from '@/lib/inspect/json';
import { type Doing, EXECUTE, type NodeChoice, policyOf } from '@/lib/inspect/replay-choices';
import { simplify } from '../schema-form/field-kind';
import { type Misfits, NO_MISFITS, validate } from '../schema-form/validate';
import type { EditedValue } from '../schema-form/value-editor';

/** A node's choice while it is made. */
export interface DraftChoice {
  doing: Doing;
  /** What it is mocked with, an update of the state. */
  mock: EditedValue;
  goto: string | null;
}

/** What a person chooses for the nodes of a replay; what they chose for one is kept while others come and go. */
export interface PolicyDraft {
  choiceOf: (node: string) => DraftChoice;
  change: (node: string, change: Partial<DraftChoice>) => void;
  misfitsOf: (node: string) => Misfits;
  /** Undefined when all nodes are executed. */
  policyOf: (nodes: readonly string[], original: string | null) => ReplayPolicy | undefined;
  /** As it would be chosen now. */
  nodeChoice: (node: string) => NodeChoice;
  /** Why it can't be used as it stands: a mock that is no JSON object, or does not fit the schema; null when it can. */
  problem: (nodes: readonly string[]) => string | null;
}

const NO_CHOICE: DraftChoice = {
  doing: 'execute',
  mock: { value: {}, mode: 'json', text: null, error: null },
  goto: null,
};

export function usePolicyDraft(stateSchema: JsonSchema | undefined): PolicyDraft {
  const [choices, setChoices] = useState<ReadonlyMap<string, DraftChoice>>(new Map());
  const updateSchema = useMemo(() => partial(stateSchema), [stateSchema]);
  const choiceOf = (node: string) => choices.get(node) ?? NO_CHOICE;
  const misfitsOf = (node: string) =>
    updateSchema ? validate(updateSchema, choiceOf(node).mock.value, stateSchema) : NO_MISFITS;
  const nodeChoice = (node: string) => toNodeChoice(choiceOf(node));
  const isUsable = (node: string) => choiceOf(node).mock.error === null && misfitsOf(node).size === 0;
  return {
    choiceOf,
    misfitsOf,
    nodeChoice,
    change: (node, change) => setChoices(new Map(choices).set(node, { ...choiceOf(node), ...change })),
    policyOf: (nodes, original) => policyOf(nodes, new Map(nodes.map((node) => [node, nodeChoice(node)])), original),
    problem: (nodes) => {
      const node = nodes.find((each) => choiceOf(each).doing === 'mock' && !isUsable(each));
      return node === undefined ? null : `What ${node} is mocked with does not fit yet.`;
    },
  };
}

function toNodeChoice({ doing, mock, goto }: DraftChoice): NodeChoice {
  return { ...EXECUTE, doing, goto, update: isPlainObject(mock.value) ? mock.value : {} };
}

/** An update has some of the state's keys, and no others. */
function partial(stateSchema: JsonSchema | undefined): JsonSchema | null {
  if (stateSchema === undefined) return null;
  const { properties } = simplify(stateSchema, stateSchema);
  return isPlainObject(properties) ? { type: 'object', properties, additionalProperties: false } : { type: 'object' };
}
