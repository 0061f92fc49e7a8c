CREATE TABLE `__new_checkpoints` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`checkpoint_id` blob NOT NULL,
	`parent_id` blob,
	`branch_id` text NOT NULL,
	`base_id` blob NOT NULL,
	`source` text NOT NULL,
	`step` integer NOT NULL,
	`run_id` blob,
	`created_at` integer NOT NULL,
	`nodes` text NOT NULL,
	`next` text NOT NULL,
	`metadata` text,
	`record` blob NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)
) WITHOUT ROWID;
--> statement-breakpoint
INSERT INTO `__new_checkpoints`("thread_id", "namespace", "checkpoint_id", "parent_id", "branch_id", "base_id", "source", "step", "run_id", "created_at", "nodes", "next", "metadata", "record")
SELECT "thread_id", "namespace", "checkpoint_id", "parent_id", "branch_id", "base_id", "source", "step", "run_id", "created_at",
	CASE WHEN "source" <> 'loop' THEN '' ELSE coalesce((
		SELECT CASE count(DISTINCT ran.value) WHEN 0 THEN '' WHEN 1 THEN '=' || min(ran.value) ELSE '*' || json_group_array(DISTINCT ran.value) END
		FROM `checkpoints` AS parent, json_each(parent.next) AS ran
		WHERE parent.thread_id = saved.thread_id AND parent.namespace = saved.namespace AND parent.checkpoint_id = saved.parent_id
	), '') END,
	"next", "metadata", "record"
FROM `checkpoints` AS saved;--> statement-breakpoint
DROP TABLE `checkpoints`;--> statement-breakpoint
ALTER TABLE `__new_checkpoints` RENAME TO `checkpoints`;--> statement-breakpoint
CREATE INDEX `checkpoints_branch` ON `checkpoints` (`thread_id`,`namespace`,`branch_id`,`checkpoint_id`);--> statement-breakpoint
CREATE INDEX `checkpoints_nodes` ON `checkpoints` (`thread_id`,`namespace`,`nodes`,`checkpoint_id`);--> statement-breakpoint
CREATE INDEX `checkpoints_step` ON `checkpoints` (`thread_id`,`namespace`,`step`,`checkpoint_id`);--> statement-breakpoint
CREATE INDEX `checkpoints_source` ON `checkpoints` (`thread_id`,`namespace`,`source`,`checkpoint_id`) WHERE source <> 'loop';--> statement-breakpoint
CREATE INDEX `checkpoints_metadata` ON `checkpoints` (`thread_id`,`namespace`,`checkpoint_id`) WHERE metadata IS NOT NULL;--> statement-breakpoint
ANALYZE;--> statement-breakpoint
DELETE FROM sqlite_stat1;--> statement-breakpoint
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
	('checkpoints', 'checkpoints', '100000 1000 1000 1'),
	('checkpoints', 'checkpoints_branch', '100000 1000 1000 500 1'),
	('checkpoints', 'checkpoints_nodes', '100000 1000 1000 100 1'),
	('checkpoints', 'checkpoints_step', '100000 1000 1000 2 1'),
	('checkpoints', 'checkpoints_source', '2000 20 20 10 1'),
	('checkpoints', 'checkpoints_metadata', '1000 10 10 1');--> statement-breakpoint
ANALYZE sqlite_schema;
