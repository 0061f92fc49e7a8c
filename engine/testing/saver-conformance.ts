import type { BranchingSaver } from '../checkpoint/saver';
import { branchRemovalSuite } from './branch-removal-suite';
import { branchSuite } from './branch-suite';
import { contractSuite } from './contract-suite';
import { copySuite } from './copy-suite';
import { engineSuite } from './engine-suite';
import { functionalSuite } from './functional-suite';
import type { SaverHarness, SuiteContext, TestRunner } from './harness';
import { kindsSuite } from './kinds-suite';
import { pruneSuite } from './prune-suite';
import { rollbackSuite } from './rollback-suite';
import { statesSuite } from './states-suite';
import { subgraphSuite } from './subgraph-suite';
import { timelineSuite } from './timeline-suite';
import { valueSuite } from './value-suite';
import { writesSuite } from './writes-suite';

/**
 * Registers the tests that every saver with branches must pass, with the caller's test runner:
 * `saverConformance('SqliteSaver', { create, destroy, reopen }, { describe, it, beforeAll, afterAll })`.
 */
export function saverConformance(name: string, harness: SaverHarness, runner: TestRunner): void {
  runner.describe(`${name} keeps the saver contract`, () => {
    let saver: BranchingSaver | undefined;
    const reopen = harness.reopen?.bind(harness);
    const context: SuiteContext = {
      it: runner.it,
      saver: () => saver as BranchingSaver,
      reopen: reopen
        ? async () => {
            saver = await reopen(saver as BranchingSaver);
          }
        : null,
    };
    runner.beforeAll(async () => {
      saver = await harness.create();
    });
    runner.afterAll(async () => {
      if (saver !== undefined) await harness.destroy(saver);
    });
    for (const [part, register] of PARTS) runner.describe(part, () => register(context));
  });
}

const PARTS: [name: string, register: (context: SuiteContext) => void][] = [
  ['the contract', contractSuite],
  ['writes', writesSuite],
  ['branches', branchSuite],
  ['a kind of value', kindsSuite],
  ['a value', valueSuite],
  ['the timeline', timelineSuite],
  ['states', statesSuite],
  ['copies and sizes', copySuite],
  ['pruning', pruneSuite],
  ['removing a branch', branchRemovalSuite],
  ['rolling a run back', rollbackSuite],
  ['a graph', engineSuite],
  ['graphs inside a graph', subgraphSuite],
  ['functions', functionalSuite],
];
