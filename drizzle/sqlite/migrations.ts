// Generated from sqlite/migrations by drizzle/embed-migrations.mjs; not edited by hand.
import type { Migration } from '../migration';

export const sqliteMigrations: Migration[] = [
  {
    name: '0000_create_tables',
    statements: [
      'CREATE TABLE `branches` (\n\t`thread_id` text NOT NULL,\n\t`namespace` text NOT NULL,\n\t`branch_id` text NOT NULL,\n\t`position` integer NOT NULL,\n\t`name` text NOT NULL,\n\t`fork_checkpoint_id` blob,\n\t`tip_id` blob NOT NULL,\n\t`is_head` integer NOT NULL,\n\t`origin` text NOT NULL,\n\t`hidden` integer NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\t`writer` text NOT NULL,\n\tPRIMARY KEY(`thread_id`, `namespace`, `branch_id`)\n);',
      'CREATE UNIQUE INDEX `branches_head` ON `branches` (`thread_id`,`namespace`) WHERE is_head;',
      'CREATE INDEX `branches_updated` ON `branches` (`updated_at`);',
      'CREATE TABLE `channel_values` (\n\t`thread_id` text NOT NULL,\n\t`namespace` text NOT NULL,\n\t`channel` text NOT NULL,\n\t`chain_id` text NOT NULL,\n\t`sequence` integer NOT NULL,\n\t`version` text NOT NULL,\n\t`kind` integer NOT NULL,\n\t`value` blob NOT NULL,\n\t`created_at` integer NOT NULL,\n\tPRIMARY KEY(`thread_id`, `namespace`, `channel`, `chain_id`, `sequence`)\n);',
      'CREATE TABLE `checkpoint_writes` (\n\t`thread_id` text NOT NULL,\n\t`namespace` text NOT NULL,\n\t`checkpoint_id` blob NOT NULL,\n\t`task_id` blob NOT NULL,\n\t`position` integer NOT NULL,\n\t`writes` blob NOT NULL,\n\t`created_at` integer NOT NULL,\n\tPRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`, `task_id`, `position`)\n);',
      'CREATE TABLE `checkpoints` (\n\t`thread_id` text NOT NULL,\n\t`namespace` text NOT NULL,\n\t`checkpoint_id` blob NOT NULL,\n\t`parent_id` blob,\n\t`branch_id` text NOT NULL,\n\t`base_id` blob NOT NULL,\n\t`source` text NOT NULL,\n\t`step` integer NOT NULL,\n\t`run_id` blob,\n\t`created_at` integer NOT NULL,\n\t`next` text NOT NULL,\n\t`metadata` text NOT NULL,\n\t`record` blob NOT NULL,\n\tPRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)\n);',
      'CREATE INDEX `checkpoints_base` ON `checkpoints` (`thread_id`,`namespace`,`base_id`,`checkpoint_id`);',
      'CREATE TABLE `run_events` (\n\t`thread_id` text NOT NULL,\n\t`run_id` blob NOT NULL,\n\t`sequence` integer NOT NULL,\n\t`step` integer NOT NULL,\n\t`mode` text NOT NULL,\n\t`payload` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\tPRIMARY KEY(`thread_id`, `run_id`, `sequence`)\n);',
      'CREATE TABLE `runs` (\n\t`thread_id` text NOT NULL,\n\t`run_id` blob NOT NULL,\n\t`graph_id` text NOT NULL,\n\t`branch_id` text,\n\t`claim` text,\n\t`status` text NOT NULL,\n\t`reason` text,\n\t`error` text,\n\t`metadata` text NOT NULL,\n\t`kwargs` text NOT NULL,\n\t`multitask_strategy` text NOT NULL,\n\t`owner` text,\n\t`heartbeat_at` integer,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\t`writer` text NOT NULL,\n\tPRIMARY KEY(`thread_id`, `run_id`)\n);',
      'CREATE UNIQUE INDEX `runs_claim` ON `runs` (`thread_id`,`claim`) WHERE claim IS NOT NULL;',
      "CREATE INDEX `runs_live` ON `runs` (`thread_id`,`owner`) WHERE status IN ('pending', 'running');",
      'CREATE INDEX `runs_updated` ON `runs` (`updated_at`);',
      'CREATE TABLE `threads` (\n\t`thread_id` text PRIMARY KEY NOT NULL,\n\t`graph_id` text,\n\t`metadata` text NOT NULL,\n\t`config` text NOT NULL,\n\t`created_at` integer NOT NULL,\n\t`updated_at` integer NOT NULL,\n\t`writer` text NOT NULL\n);',
      'CREATE INDEX `threads_updated` ON `threads` (`updated_at`);',
    ],
  },
  {
    name: '0001_linear_history',
    statements: [
      'CREATE TABLE `__new_checkpoints` (\n\t`thread_id` text NOT NULL,\n\t`namespace` text NOT NULL,\n\t`checkpoint_id` blob NOT NULL,\n\t`parent_id` blob,\n\t`branch_id` text NOT NULL,\n\t`base_id` blob NOT NULL,\n\t`source` text NOT NULL,\n\t`step` integer NOT NULL,\n\t`run_id` blob,\n\t`created_at` integer NOT NULL,\n\t`nodes` text NOT NULL,\n\t`next` text NOT NULL,\n\t`metadata` text,\n\t`record` blob NOT NULL,\n\tPRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)\n) WITHOUT ROWID;',
      'INSERT INTO `__new_checkpoints`("thread_id", "namespace", "checkpoint_id", "parent_id", "branch_id", "base_id", "source", "step", "run_id", "created_at", "nodes", "next", "metadata", "record")\nSELECT "thread_id", "namespace", "checkpoint_id", "parent_id", "branch_id", "base_id", "source", "step", "run_id", "created_at",\n\tCASE WHEN "source" <> \'loop\' THEN \'\' ELSE coalesce((\n\t\tSELECT CASE count(DISTINCT ran.value) WHEN 0 THEN \'\' WHEN 1 THEN \'=\' || min(ran.value) ELSE \'*\' || json_group_array(DISTINCT ran.value) END\n\t\tFROM `checkpoints` AS parent, json_each(parent.next) AS ran\n\t\tWHERE parent.thread_id = saved.thread_id AND parent.namespace = saved.namespace AND parent.checkpoint_id = saved.parent_id\n\t), \'\') END,\n\t"next", "metadata", "record"\nFROM `checkpoints` AS saved;',
      'DROP TABLE `checkpoints`;',
      'ALTER TABLE `__new_checkpoints` RENAME TO `checkpoints`;',
      'CREATE INDEX `checkpoints_branch` ON `checkpoints` (`thread_id`,`namespace`,`branch_id`,`checkpoint_id`);',
      'CREATE INDEX `checkpoints_nodes` ON `checkpoints` (`thread_id`,`namespace`,`nodes`,`checkpoint_id`);',
      'CREATE INDEX `checkpoints_step` ON `checkpoints` (`thread_id`,`namespace`,`step`,`checkpoint_id`);',
      "CREATE INDEX `checkpoints_source` ON `checkpoints` (`thread_id`,`namespace`,`source`,`checkpoint_id`) WHERE source <> 'loop';",
      'CREATE INDEX `checkpoints_metadata` ON `checkpoints` (`thread_id`,`namespace`,`checkpoint_id`) WHERE metadata IS NOT NULL;',
      'ANALYZE;',
      'DELETE FROM sqlite_stat1;',
      "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n\t('checkpoints', 'checkpoints', '100000 1000 1000 1'),\n\t('checkpoints', 'checkpoints_branch', '100000 1000 1000 500 1'),\n\t('checkpoints', 'checkpoints_nodes', '100000 1000 1000 100 1'),\n\t('checkpoints', 'checkpoints_step', '100000 1000 1000 2 1'),\n\t('checkpoints', 'checkpoints_source', '2000 20 20 10 1'),\n\t('checkpoints', 'checkpoints_metadata', '1000 10 10 1');",
      'ANALYZE sqlite_schema;',
    ],
  },
  {
    name: '0002_add_notes',
    statements: [
      'CREATE TABLE `notes` (\n\t`thread_id` text NOT NULL,\n\t`namespace` text NOT NULL,\n\t`checkpoint_id` blob NOT NULL,\n\t`text` text NOT NULL,\n\t`updated_at` integer NOT NULL,\n\tPRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)\n);',
    ],
  },
  {
    name: '0003_narrow_indexes',
    statements: [
      'DROP INDEX `checkpoints_branch`;',
      'DROP INDEX `checkpoints_nodes`;',
      'DROP INDEX `checkpoints_step`;',
      'DROP INDEX `checkpoints_source`;',
      'CREATE INDEX `checkpoints_branch` ON `checkpoints` (`thread_id`,`branch_id`,`namespace`,`checkpoint_id`);',
      'CREATE INDEX `checkpoints_nodes` ON `checkpoints` (`thread_id`,`nodes`,`namespace`,`checkpoint_id`);',
      'CREATE INDEX `checkpoints_step` ON `checkpoints` (`thread_id`,`step`);',
      "CREATE INDEX `checkpoints_source` ON `checkpoints` (`thread_id`,`source`,`namespace`,`checkpoint_id`) WHERE source <> 'loop';",
      "DELETE FROM sqlite_stat1 WHERE tbl = 'checkpoints';",
      "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES\n\t('checkpoints', 'checkpoints', '100000 1000 1000 1'),\n\t('checkpoints', 'checkpoints_branch', '100000 1000 500 500 1'),\n\t('checkpoints', 'checkpoints_nodes', '100000 1000 100 100 1'),\n\t('checkpoints', 'checkpoints_step', '100000 1000 2 2 1'),\n\t('checkpoints', 'checkpoints_source', '2000 20 10 10 1'),\n\t('checkpoints', 'checkpoints_metadata', '1000 10 10 1');",
      'ANALYZE sqlite_schema;',
    ],
  },
];
