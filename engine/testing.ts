export { FakeClock } from './testing/fake-clock';
export { withFakeIds } from './testing/fake-ids';
export type { Fault } from './testing/fault-injector';
export { FaultInjector, InjectedFault } from './testing/fault-injector';
export type { SaverHarness, TestRunner } from './testing/harness';
export { saverConformance } from './testing/saver-conformance';
export { TaskScheduler } from './testing/task-scheduler';
