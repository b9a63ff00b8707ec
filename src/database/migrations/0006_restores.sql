CREATE TABLE "restores" (
	"id" text PRIMARY KEY NOT NULL,
	"file" text NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"step" text NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"way_back" text,
	"rows" bigint,
	"held" integer,
	"failure" jsonb
);
