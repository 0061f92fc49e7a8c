export { saverConformance } from './testing/saver-conformance';
export type { SaverHarness, TestRunner } from './testing/harness';
