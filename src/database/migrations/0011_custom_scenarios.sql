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
ALTER TABLE "runs" ADD COLUMN "cancel_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "artefacts" ADD CONSTRAINT "artefacts_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "custom_scenarios" ADD CONSTRAINT "custom_scenarios_name_scenarios_name_fk" FOREIGN KEY ("name") REFERENCES "public"."scenarios"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "scenario_versions" ADD CONSTRAINT "scenario_versions_scenario_custom_scenarios_name_fk" FOREIGN KEY ("scenario") REFERENCES "public"."custom_scenarios"("name") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "artefacts_run" ON "artefacts" USING btree ("run_id");