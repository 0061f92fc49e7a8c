export { FakeClock } from './testing/fake-clock';
export type { SaverHarness, TestRunner } from './testing/harness';
export { saverConformance } from './testing/saver-conformance';
