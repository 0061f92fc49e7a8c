DROP INDEX "checkpoints_branch";--> statement-breakpoint
DROP INDEX "checkpoints_nodes";--> statement-breakpoint
DROP INDEX "checkpoints_step";--> statement-breakpoint
DROP INDEX "checkpoints_source";--> statement-breakpoint
CREATE INDEX "checkpoints_branch" ON "checkpoints" USING btree ("thread_id","branch_id","namespace","checkpoint_id");--> statement-breakpoint
CREATE INDEX "checkpoints_nodes" ON "checkpoints" USING btree ("thread_id",left("nodes", 200),"namespace","checkpoint_id");--> statement-breakpoint
CREATE INDEX "checkpoints_step" ON "checkpoints" USING btree ("thread_id","step");--> statement-breakpoint
CREATE INDEX "checkpoints_source" ON "checkpoints" USING btree ("thread_id","source","namespace","checkpoint_id") WHERE source <> 'loop';