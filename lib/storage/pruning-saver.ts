import type { BranchRemoval, PruneOptions, PruneReport, RunRollback, RunStart, RunToTakeBack } from '@/engine';
import { BranchingSaver } from '@/engine';
import type { PruneContext } from './prune-thread';
import { deleteBranch, pruneThreads } from './prune-thread';
import { readStart, rollBackRun } from './roll-back-run';

/** What takes history away: all of it looks at a thread as a whole. */
export abstract class PruningSaver extends BranchingSaver {
  protected abstract readonly pruning: PruneContext;
  /** Settles when all that was handed over for the thread, or for all of them, is saved or has failed. */
  abstract settle(threadId?: string): void | Promise<void>;

  override async prune(options: PruneOptions): Promise<PruneReport> {
    await this.settle();
    return pruneThreads(this.pruning, options);
  }

  override async deleteBranch(
    threadId: string,
    branchId: string,
    { dryRun = false }: { dryRun?: boolean } = {},
  ): Promise<BranchRemoval> {
    await this.settle(threadId);
    return deleteBranch(this.pruning, { threadId, branchId, dryRun });
  }

  override async readStart(threadId: string, tipId: string): Promise<RunStart> {
    await this.settle(threadId);
    return readStart(this.pruning.database, threadId, tipId);
  }

  override async rollBackRun(
    threadId: string,
    run: RunToTakeBack,
    { dryRun = false }: { dryRun?: boolean } = {},
  ): Promise<RunRollback> {
    await this.settle(threadId);
    return rollBackRun(this.pruning, threadId, { run, dryRun });
  }
}
