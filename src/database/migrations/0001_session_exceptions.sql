ALTER TABLE "sessions" ALTER COLUMN "entry_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "usual_coach_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "moved_from" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "reason" jsonb;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_usual_coach_id_coaches_id_fk" FOREIGN KEY ("usual_coach_id") REFERENCES "public"."coaches"("id") ON DELETE no action ON UPDATE no action;