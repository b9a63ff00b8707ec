CREATE INDEX "meetings_host" ON "meetings" USING btree ("host_id","starts_at");--> statement-breakpoint
CREATE INDEX "messages_leaving" ON "messages" USING btree ("due_at") WHERE "messages"."state" = 'planned' and not "messages"."waits_for_run";--> statement-breakpoint
CREATE INDEX "messages_open" ON "messages" USING btree ("expires_at") WHERE "messages"."state" in ('planned', 'held');