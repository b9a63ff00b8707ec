CREATE TABLE "holidays" (
	"id" text PRIMARY KEY NOT NULL,
	"country" text,
	"from_day" text NOT NULL,
	"until_day" text NOT NULL,
	"name" jsonb NOT NULL,
	"taught" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session_exceptions" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "session_exceptions_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"entry_id" text,
	"course_id" text NOT NULL,
	"date" date NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"duration_minutes" integer,
	"coach_id" text,
	"reason" text,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"removed_at" timestamp (3) with time zone,
	"removed_by" text,
	CONSTRAINT "session_exceptions_number_unique" UNIQUE("number")
);
--> statement-breakpoint
CREATE TABLE "import_changes" (
	"import_id" text PRIMARY KEY NOT NULL,
	"changes" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "starts_on" text;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "ends_on" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "number" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "imports_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "by" text DEFAULT 'schedule' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_by" text;--> statement-breakpoint
ALTER TABLE "session_exceptions" ADD CONSTRAINT "session_exceptions_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_exceptions" ADD CONSTRAINT "session_exceptions_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_exceptions" ADD CONSTRAINT "session_exceptions_coach_id_coaches_id_fk" FOREIGN KEY ("coach_id") REFERENCES "public"."coaches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "holidays_until" ON "holidays" USING btree ("until_day");--> statement-breakpoint
CREATE UNIQUE INDEX "session_exceptions_in_force" ON "session_exceptions" USING btree ("entry_id","date","kind") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "session_exceptions_extra_in_force" ON "session_exceptions" USING btree ("course_id","starts_at") WHERE kind = 'extra' and removed_at is null;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_number_unique" UNIQUE("number");