import { cpus, loadavg, totalmem } from 'node:os';
import type { Contestant } from './contestants';

/** Processor, cores, memory, load, Node and versions: what the figures hold for. */
export function describeRun(contestants: readonly Contestant[]): string {
  const [processor] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const load = `load ${loadavg()[0]?.toFixed(1)}`;
  const machine = [processor?.model ?? 'unknown processor', `${cpus().length} cores`, memory, load].join(', ');
  return `${machine}, Node ${process.version}\n${contestants.map(({ name, version }) => `${name} ${version}`).join(' against ')}`;
}
