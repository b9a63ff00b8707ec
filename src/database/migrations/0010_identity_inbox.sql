CREATE TABLE "identity_decisions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "identity_decisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"kind" text NOT NULL,
	"student_id" text,
	"question_id" bigint,
	"details" jsonb NOT NULL,
	"undone_at" timestamp (3) with time zone,
	"undone_by" text
);
--> statement-breakpoint
CREATE TABLE "identity_questions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "identity_questions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"key" text NOT NULL,
	"group_id" text NOT NULL,
	"scope" text NOT NULL,
	"session_id" text NOT NULL,
	"zoom_name" text NOT NULL,
	"email" text,
	"reason" text NOT NULL,
	"proposals" jsonb NOT NULL,
	"refused_by" text[] DEFAULT '{}' NOT NULL,
	"state" text NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	"asked_id" text,
	"asked_at" timestamp (3) with time zone,
	CONSTRAINT "identity_questions_key_unique" UNIQUE("key")
);
--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "recognised_by" text;--> statement-breakpoint
ALTER TABLE "identity_decisions" ADD CONSTRAINT "identity_decisions_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_questions" ADD CONSTRAINT "identity_questions_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_questions" ADD CONSTRAINT "identity_questions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_questions" ADD CONSTRAINT "identity_questions_asked_id_students_id_fk" FOREIGN KEY ("asked_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "identity_decisions_student" ON "identity_decisions" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "identity_questions_state" ON "identity_questions" USING btree ("state");