CREATE TABLE "attendance_corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attendance_corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"session_id" text NOT NULL,
	"student_id" text NOT NULL,
	"present" boolean NOT NULL,
	"minutes" integer,
	"reason" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" text
);
--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "late_by" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "left_early_by" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "left_early" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "corrected_by" text;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "correction_reason" text;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "registrant_id" text;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "decision_id" bigint;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "started_bot_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "decision_id" bigint;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "left_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "removed_by" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "decision_id" bigint;--> statement-breakpoint
ALTER TABLE "students" ADD COLUMN "merged_into" text;--> statement-breakpoint
ALTER TABLE "students" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "attendance_corrections" ADD CONSTRAINT "attendance_corrections_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_corrections" ADD CONSTRAINT "attendance_corrections_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendance_corrections_session" ON "attendance_corrections" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "attendance_corrections_student" ON "attendance_corrections" USING btree ("student_id");--> statement-breakpoint
ALTER TABLE "students" ADD CONSTRAINT "students_merged_into_students_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendances_student" ON "attendances" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "attendances_changed" ON "attendances" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "heard_messages_at" ON "heard_messages" USING btree ("at");--> statement-breakpoint
CREATE INDEX "stays_student" ON "stays" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "stays_unrecognised" ON "stays" USING btree ("session_id") WHERE "stays"."student_id" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "identities_telegram_once" ON "identities" USING btree ("value") WHERE "identities"."kind" = 'telegram';--> statement-breakpoint
CREATE INDEX "identities_value" ON "identities" USING btree ("kind","value");--> statement-breakpoint
CREATE INDEX "memberships_student" ON "memberships" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "students_merged_into" ON "students" USING btree ("merged_into");--> statement-breakpoint
CREATE VIEW "public"."attendance_facts" AS (
  select a.session_id, a.student_id, s.group_id, s.starts_at, s.ends_at, a.minutes, a.share, a.present, a.late,
    a.left_early, a.corrected_by, a.correction_reason, c.collected_at, a.changed_at
  from attendances a join sessions s on s.id = a.session_id join collections c on c.session_id = a.session_id
  where s.group_id is not null);--> statement-breakpoint
CREATE VIEW "public"."message_facts" AS (
  select h.id, coalesce(p.merged_into, p.id) as student_id, h.group_id, h.at
  from heard_messages h join students p on p.id = h.student_id);