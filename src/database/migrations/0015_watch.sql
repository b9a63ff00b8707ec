CREATE TABLE "missed_runs" (
	"scenario" text NOT NULL,
	"slot" timestamp (3) with time zone NOT NULL,
	"state" text NOT NULL,
	"noticed_at" timestamp (3) with time zone NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "missed_runs_scenario_slot_state_pk" PRIMARY KEY("scenario","slot","state")
);
--> statement-breakpoint
ALTER TABLE "missed_runs" ADD CONSTRAINT "missed_runs_scenario_scenarios_name_fk" FOREIGN KEY ("scenario") REFERENCES "public"."scenarios"("name") ON DELETE no action ON UPDATE no action;