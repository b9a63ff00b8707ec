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
ALTER TABLE "deliveries" ADD COLUMN "action" text DEFAULT 'send' NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "session_id" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "told" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "released_by" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "reworded_by" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "cancelled_by" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "edited_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "recalled_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "corrections" ADD CONSTRAINT "corrections_file_id_files_id_fk" FOREIGN KEY ("file_id") REFERENCES "public"."files"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "corrections_state" ON "corrections" USING btree ("state");--> statement-breakpoint
CREATE INDEX "corrections_message" ON "corrections" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "message_templates_name" ON "message_templates" USING btree ("name","language");--> statement-breakpoint
CREATE INDEX "messages_session" ON "messages" USING btree ("session_id");--> statement-breakpoint
CREATE INDEX "messages_released" ON "messages" USING btree ("released_by");