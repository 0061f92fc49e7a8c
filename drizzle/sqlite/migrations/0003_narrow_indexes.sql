DROP INDEX `checkpoints_branch`;--> statement-breakpoint
DROP INDEX `checkpoints_nodes`;--> statement-breakpoint
DROP INDEX `checkpoints_step`;--> statement-breakpoint
DROP INDEX `checkpoints_source`;--> statement-breakpoint
CREATE INDEX `checkpoints_branch` ON `checkpoints` (`thread_id`,`branch_id`,`namespace`,`checkpoint_id`);--> statement-breakpoint
CREATE INDEX `checkpoints_nodes` ON `checkpoints` (`thread_id`,`nodes`,`namespace`,`checkpoint_id`);--> statement-breakpoint
CREATE INDEX `checkpoints_step` ON `checkpoints` (`thread_id`,`step`);--> statement-breakpoint
CREATE INDEX `checkpoints_source` ON `checkpoints` (`thread_id`,`source`,`namespace`,`checkpoint_id`) WHERE source <> 'loop';--> statement-breakpoint
DELETE FROM sqlite_stat1 WHERE tbl = 'checkpoints';--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('checkpoints', 'checkpoints', '100000 1000 1000 1'),
	('checkpoints', 'checkpoints_branch', '100000 1000 500 500 1'),
	('checkpoints', 'checkpoints_nodes', '100000 1000 100 100 1'),
	('checkpoints', 'checkpoints_step', '100000 1000 2 2 1'),
	('checkpoints', 'checkpoints_source', '2000 20 10 10 1'),
	('checkpoints', 'checkpoints_metadata', '1000 10 10 1');--> statement-breakpoint
ANALYZE sqlite_schema;
