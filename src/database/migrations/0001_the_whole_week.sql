CREATE TABLE "accounts" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'viewer' NOT NULL,
	"two_factor_enabled" boolean DEFAULT false,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "accounts_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" text PRIMARY KEY NOT NULL,
	"provider_account_id" text NOT NULL,
	"provider" text NOT NULL,
	"account_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"id" text PRIMARY KEY NOT NULL,
	"code_hash" text NOT NULL,
	"email" text,
	"role" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	CONSTRAINT "invitations_code_hash_unique" UNIQUE("code_hash")
);
--> statement-breakpoint
CREATE TABLE "logins" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"account_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "logins_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request" bigint NOT NULL,
	CONSTRAINT "rate_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "two_factors" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"account_id" text NOT NULL,
	"verified" boolean DEFAULT true,
	"failed_verification_count" integer DEFAULT 0,
	"locked_until" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "verifications" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_lines" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_lines_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"before" jsonb,
	"after" jsonb
);
--> statement-breakpoint
CREATE TABLE "given_links" (
	"subject" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"passcode" text,
	"given_by" text NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "host_writes" (
	"host_id" text NOT NULL,
	"day" date NOT NULL,
	"writes" integer NOT NULL,
	"spent" boolean NOT NULL,
	CONSTRAINT "host_writes_host_id_day_pk" PRIMARY KEY("host_id","day")
);
--> statement-breakpoint
CREATE TABLE "meeting_series" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"state" text NOT NULL,
	"host_id" text NOT NULL,
	"host_email" text NOT NULL,
	"zoom_id" text,
	"join_url" text,
	"passcode" text,
	"topic" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"last_starts_at" timestamp (3) with time zone,
	"time_zone" text NOT NULL,
	"duration_minutes" integer NOT NULL,
	"weekdays" text NOT NULL,
	"coach_email" text,
	"asked_at" timestamp (3) with time zone,
	"failure" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zoom_events" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"zoom_id" text NOT NULL,
	"uuid" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" text,
	"name" text,
	"email" text,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zoom_pace" (
	"account" text NOT NULL,
	"label" text NOT NULL,
	"free_at" double precision NOT NULL,
	"day" date NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "zoom_pace_account_label_pk" PRIMARY KEY("account","label")
);
--> statement-breakpoint
CREATE TABLE "zoom_tokens" (
	"account" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"obtained_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "chat_rests" (
	"chat_id" text PRIMARY KEY NOT NULL,
	"until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "corrections" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "corrections_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"message_id" text NOT NULL,
	"action" text NOT NULL,
	"html" text,
	"told" jsonb,
	"file_id" text,
	"state" text NOT NULL,
	"by" text NOT NULL,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"failure" jsonb
);
--> statement-breakpoint
CREATE TABLE "files" (
	"id" text PRIMARY KEY NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"telegram_file_id" text,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "message_files" (
	"message_id" text NOT NULL,
	"position" smallint NOT NULL,
	"file_id" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "message_files_message_id_position_pk" PRIMARY KEY("message_id","position")
);
--> statement-breakpoint
CREATE TABLE "message_templates" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "message_templates_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"name" text NOT NULL,
	"language" text NOT NULL,
	"body" text,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"by" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sender_tempo" (
	"id" smallint PRIMARY KEY NOT NULL,
	"interval_ms" integer NOT NULL,
	"burst" integer NOT NULL,
	"calm" integer NOT NULL
);
--> statement-breakpoint
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
CREATE TABLE "artefacts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "artefacts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run_id" text NOT NULL,
	"file_name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "custom_scenarios" (
	"name" text PRIMARY KEY NOT NULL,
	"version" integer NOT NULL,
	"permissions" text[] NOT NULL,
	"limits" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "missed_runs" (
	"scenario" text NOT NULL,
	"slot" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"noticed_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "missed_runs_scenario_slot_state_pk" PRIMARY KEY("scenario","slot","state")
);
--> statement-breakpoint
CREATE TABLE "scenario_versions" (
	"scenario" text NOT NULL,
	"version" integer NOT NULL,
	"code" text NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"saved_by" text NOT NULL,
	"note" text,
	CONSTRAINT "scenario_versions_scenario_version_pk" PRIMARY KEY("scenario","version")
);
--> statement-breakpoint
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
CREATE TABLE "calendars" (
	"id" text PRIMARY KEY NOT NULL,
	"coach_id" text,
	"group_id" text,
	"token_hash" text NOT NULL,
	"by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "calendars_coach_id_unique" UNIQUE("coach_id"),
	CONSTRAINT "calendars_group_id_unique" UNIQUE("group_id"),
	CONSTRAINT "calendars_token_hash_unique" UNIQUE("token_hash")
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
--> statement-breakpoint
ALTER TABLE "message_counts" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "message_counts" CASCADE;--> statement-breakpoint
ALTER TABLE "meetings" DROP CONSTRAINT "meetings_zoom_id_unique";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_once";--> statement-breakpoint
ALTER TABLE "point_entries" DROP CONSTRAINT "point_entries_source_unique";--> statement-breakpoint
ALTER TABLE "rankings" DROP CONSTRAINT "rankings_once";--> statement-breakpoint
ALTER TABLE "rankings" ALTER COLUMN "group_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ALTER COLUMN "entry_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "occurrence_id" text;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "coach_email" text;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "accepted" jsonb;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "hand_change" jsonb;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "action" text DEFAULT 'send' NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "telegram_message_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "number" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "messages_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "form" text DEFAULT 'text' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "session_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "buttons" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "forwarded" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "language" text DEFAULT 'fr' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "waits_for_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "released_by" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "reworded_by" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "cancelled_by" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "recalled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "sent_chat_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "telegram_message_ids" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "late_by" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "late" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "left_early_by" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "left_early" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "corrected_by" text;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "correction_reason" text;--> statement-breakpoint
ALTER TABLE "attendances" ADD COLUMN "changed_at" timestamp (3) with time zone DEFAULT 'epoch' NOT NULL;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "registrant_id" text;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "recognised_by" text;--> statement-breakpoint
ALTER TABLE "stays" ADD COLUMN "decision_id" bigint;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "revision" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "fact_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "rules_version" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "point_entries" ADD COLUMN "details" jsonb;--> statement-breakpoint
ALTER TABLE "ranking_lines" ADD COLUMN "previous_rank" integer;--> statement-breakpoint
ALTER TABLE "rankings" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "rankings" ADD COLUMN "announced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "rankings" ADD COLUMN "previous_id" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "inactive_remedy" jsonb;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "inactive_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "trouble" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "topic_id" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "bot_status" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "may_send_photos" boolean;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "hears_all" boolean;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "standing_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "last_heard_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "origin" text DEFAULT 'workbook' NOT NULL;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "started_bot_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "decision_id" bigint;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "left_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "removed_by" text;--> statement-breakpoint
ALTER TABLE "memberships" ADD COLUMN "decision_id" bigint;--> statement-breakpoint
ALTER TABLE "students" ADD COLUMN "merged_into" text;--> statement-breakpoint
ALTER TABLE "students" ADD COLUMN "erased_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "cancel_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "usual_coach_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "moved_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "reason" jsonb;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "starts_on" text;--> statement-breakpoint
ALTER TABLE "courses" ADD COLUMN "ends_on" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "topic" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "meeting_link" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "starts_on" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "ends_on" text;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "number" bigint NOT NULL GENERATED ALWAYS AS IDENTITY (sequence name "imports_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "by" text DEFAULT 'schedule' NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "undone_by" text;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "logins" ADD CONSTRAINT "logins_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "two_factors" ADD CONSTRAINT "two_factors_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "meeting_series" ADD CONSTRAINT "meeting_series_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_files" ADD CONSTRAINT "message_files_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "message_files" ADD CONSTRAINT "message_files_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_corrections" ADD CONSTRAINT "attendance_corrections_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance_corrections" ADD CONSTRAINT "attendance_corrections_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_decisions" ADD CONSTRAINT "identity_decisions_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_questions" ADD CONSTRAINT "identity_questions_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_questions" ADD CONSTRAINT "identity_questions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identity_questions" ADD CONSTRAINT "identity_questions_asked_id_students_id_fk" FOREIGN KEY ("asked_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "badge_awards" ADD CONSTRAINT "badge_awards_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "badge_awards" ADD CONSTRAINT "badge_awards_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "contests" ADD CONSTRAINT "contests_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "nudges" ADD CONSTRAINT "nudges_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking_choices" ADD CONSTRAINT "ranking_choices_student_id_students_id_fk" FOREIGN KEY ("student_id") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "artefacts" ADD CONSTRAINT "artefacts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "custom_scenarios" ADD CONSTRAINT "custom_scenarios_name_scenarios_name_fk" FOREIGN KEY ("name") REFERENCES "public"."scenarios"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "missed_runs" ADD CONSTRAINT "missed_runs_scenario_scenarios_name_fk" FOREIGN KEY ("scenario") REFERENCES "public"."scenarios"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scenario_versions" ADD CONSTRAINT "scenario_versions_scenario_custom_scenarios_name_fk" FOREIGN KEY ("scenario") REFERENCES "public"."custom_scenarios"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_coach_id_coaches_id_fk" FOREIGN KEY ("coach_id") REFERENCES "public"."coaches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendars" ADD CONSTRAINT "calendars_group_id_groups_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."groups"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_exceptions" ADD CONSTRAINT "session_exceptions_entry_id_entries_id_fk" FOREIGN KEY ("entry_id") REFERENCES "public"."entries"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_exceptions" ADD CONSTRAINT "session_exceptions_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_exceptions" ADD CONSTRAINT "session_exceptions_coach_id_coaches_id_fk" FOREIGN KEY ("coach_id") REFERENCES "public"."coaches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_changes" ADD CONSTRAINT "import_changes_import_id_imports_id_fk" FOREIGN KEY ("import_id") REFERENCES "public"."imports"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credentials_account" ON "credentials" USING btree ("account_id");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_first_owner" ON "invitations" USING btree ("invited_by") WHERE invited_by = 'terminal' and accepted_at is null;--> statement-breakpoint
CREATE INDEX "logins_account" ON "logins" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "verifications_identifier" ON "verifications" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "audit_lines_at" ON "audit_lines" USING btree ("at");--> statement-breakpoint
CREATE INDEX "audit_lines_subject" ON "audit_lines" USING btree ("subject");--> statement-breakpoint
CREATE INDEX "zoom_events_meeting" ON "zoom_events" USING btree ("zoom_id","at");--> statement-breakpoint
CREATE INDEX "corrections_state" ON "corrections" USING btree ("state");--> statement-breakpoint
CREATE INDEX "corrections_message" ON "corrections" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_templates_name" ON "message_templates" USING btree ("name","language");--> statement-breakpoint
CREATE INDEX "attendance_corrections_session" ON "attendance_corrections" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "attendance_corrections_student" ON "attendance_corrections" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "identity_decisions_student" ON "identity_decisions" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "identity_questions_state" ON "identity_questions" USING btree ("state");--> statement-breakpoint
CREATE INDEX "contests_state" ON "contests" USING btree ("state");--> statement-breakpoint
CREATE INDEX "artefacts_run" ON "artefacts" USING btree ("run_id");--> statement-breakpoint
CREATE INDEX "holidays_until" ON "holidays" USING btree ("until_day");--> statement-breakpoint
CREATE UNIQUE INDEX "session_exceptions_in_force" ON "session_exceptions" USING btree ("entry_id","date","kind") WHERE removed_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "session_exceptions_extra_in_force" ON "session_exceptions" USING btree ("course_id","starts_at") WHERE kind = 'extra' and removed_at is null;--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_previous_id_rankings_id_fk" FOREIGN KEY ("previous_id") REFERENCES "public"."rankings"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "students" ADD CONSTRAINT "students_merged_into_students_id_fk" FOREIGN KEY ("merged_into") REFERENCES "public"."students"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_usual_coach_id_coaches_id_fk" FOREIGN KEY ("usual_coach_id") REFERENCES "public"."coaches"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meetings_zoom" ON "meetings" USING btree ("zoom_id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_once" ON "messages" USING btree ("kind","subject",coalesce("group_id", "chat_id"));--> statement-breakpoint
CREATE INDEX "messages_session" ON "messages" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "messages_released" ON "messages" USING btree ("released_by");--> statement-breakpoint
CREATE INDEX "attendances_student" ON "attendances" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "attendances_changed" ON "attendances" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "heard_messages_at" ON "heard_messages" USING btree ("at");--> statement-breakpoint
CREATE INDEX "stays_student" ON "stays" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "stays_unrecognised" ON "stays" USING btree ("session_id") WHERE "stays"."student_id" is null;--> statement-breakpoint
CREATE INDEX "point_entries_student" ON "point_entries" USING btree ("student_id","recorded_at");--> statement-breakpoint
CREATE INDEX "point_entries_fact" ON "point_entries" USING btree ("fact_at");--> statement-breakpoint
CREATE INDEX "ranking_lines_student" ON "ranking_lines" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "rankings_period" ON "rankings" USING btree ("period","to_at");--> statement-breakpoint
CREATE UNIQUE INDEX "identities_telegram_once" ON "identities" USING btree ("value") WHERE "identities"."kind" = 'telegram';--> statement-breakpoint
CREATE INDEX "identities_value" ON "identities" USING btree ("kind","value");--> statement-breakpoint
CREATE INDEX "memberships_student" ON "memberships" USING btree ("student_id");--> statement-breakpoint
CREATE INDEX "students_merged_into" ON "students" USING btree ("merged_into");--> statement-breakpoint
ALTER TABLE "deliveries" DROP COLUMN "telegram_message_id";--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "telegram_message_id";--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_number_unique" UNIQUE("number");--> statement-breakpoint
ALTER TABLE "point_entries" ADD CONSTRAINT "point_entries_once" UNIQUE("source","student_id","group_id","revision");--> statement-breakpoint
ALTER TABLE "rankings" ADD CONSTRAINT "rankings_once" UNIQUE NULLS NOT DISTINCT("group_id","level","period","to_at");--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_number_unique" UNIQUE("number");--> statement-breakpoint
CREATE VIEW "public"."attendance_facts" AS (
  select a.session_id, a.student_id, s.group_id, s.starts_at, s.ends_at, a.minutes, a.share, a.present, a.late,
    a.left_early, a.corrected_by, a.correction_reason, c.collected_at, a.changed_at
  from attendances a join sessions s on s.id = a.session_id join collections c on c.session_id = a.session_id
  where s.group_id is not null);--> statement-breakpoint
CREATE VIEW "public"."attendance_sheet" AS (
  select s.id as session_id, p.id as student_id, p.display_name as student, s.group_id, g.title as group_title,
    k.title as course_title, s.coach_id, h.name as coach, s.starts_at, s.ends_at, coalesce(a.present, false) as present,
    coalesce(a.minutes, 0) as minutes, coalesce(a.share, 0) as share, coalesce(a.late_by, 0) as late_by,
    coalesce(a.late, false) as late, coalesce(a.left_early_by, 0) as left_early_by,
    coalesce(a.left_early, false) as left_early, a.corrected_by, a.correction_reason
  from (
    select s.id as session_id, m.student_id from sessions s join memberships m on m.group_id = s.group_id
      and m.since <= s.starts_at and (m.left_at is null or m.left_at > s.starts_at)
    union
    select session_id, student_id from attendances where minutes > 0 or corrected_by is not null
  ) pair
  join sessions s on s.id = pair.session_id and s.status <> 'cancelled'
  join collections c on c.session_id = s.id
  join groups g on g.id = s.group_id
  join courses k on k.id = s.course_id
  join coaches h on h.id = s.coach_id
  join students p on p.id = pair.student_id and p.merged_into is null
  left join attendances a on a.session_id = s.id and a.student_id = p.id);--> statement-breakpoint
CREATE VIEW "public"."message_facts" AS (
  select h.id, coalesce(p.merged_into, p.id) as student_id, h.group_id, h.at
  from heard_messages h join students p on p.id = h.student_id);