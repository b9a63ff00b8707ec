CREATE TABLE "badge_awards" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "badge_awards_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"badge" text NOT NULL,
	"student_id" text NOT NULL,
	"group_id" text NOT NULL,
	"occasion" text NOT NULL,
	"amount" integer NOT NULL,
	"note" text,
	"by" text,
	"awarded_at" timestamp (3) with time zone NOT NULL,
	"announced_at" timestamp (3) with time zone,
	CONSTRAINT "badge_awards_once" UNIQUE("badge","student_id","group_id","occasion")
);
--> statement-breakpoint
CREATE TABLE "contests" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contests_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"student_id" text NOT NULL,
	"group_id" text NOT NULL,
	"source" text,
	"words" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"points" integer,
	"answer" text,
	"answered_by" text,
	"answered_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "nudges" (
	"student_id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "points_rules" (
	"version" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "points_rules_version_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"since" date NOT NULL,
	"book" jsonb NOT NULL,
	"note" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ranking_choices" (
	"student_id" text PRIMARY KEY NOT NULL,
	"hidden" boolean DEFAULT false NOT NULL,
	"pseudonym" text,
	"nudges" boolean DEFAULT false NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "point_entries" DROP CONSTRAINT "point_entries_source_unique";--> statement-breakpoint
ALTER TABLE "rankings" DROP CONSTRAINT "rankings_once";--> statement-breakpoint
ALTER TABLE "rankings" ALTER COLUMN "group_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "fact_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "rules_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "details" jsonb;--> statement-breakpoint
ALTER TABLE "ranking_lines" ADD COLUMN "previous_rank" integer;--> statement-breakpoint
ALTER TABLE "rankings" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "rankings" ADD COLUMN "announced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rankings" ADD COLUMN "previous_id" text;--> statement-breakpoint
ALTER TABLE "badge_awards" ADD CONSTRAINT "badge_awards_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "badge_awards" ADD CONSTRAINT "badge_awards_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_choices" ADD CONSTRAINT "ranking_choices_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "contests_state" ON "contests" USING btree ("state");--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_previous_id_rankings_id_fk" FOREIGN KEY ("previous_id") REFERENCES "public"."rankings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "point_entries_student" ON "point_entries" USING btree ("student_id","recorded_at");--> statement-breakpoint
CREATE INDEX "point_entries_fact" ON "point_entries" USING btree ("fact_at");--> statement-breakpoint
CREATE INDEX "ranking_lines_student" ON "ranking_lines" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "rankings_period" ON "rankings" USING btree ("period","to_at");--> statement-breakpoint
ALTER TABLE "point_entries" ADD CONSTRAINT "point_entries_once" UNIQUE("source","student_id","group_id","revision");--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_once" UNIQUE NULLS NOT DISTINCT("group_id","level","period","to_at");