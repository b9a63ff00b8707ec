CREATE TABLE "workbook_shapes" (
	"id" text PRIMARY KEY NOT NULL,
	"shape" text NOT NULL,
	"sheet" text,
	"headers" jsonb NOT NULL,
	"columns" jsonb,
	"file_name" text NOT NULL,
	"seen_at" timestamp (3) with time zone NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone
);
