CREATE INDEX "audit_lines_by" ON "audit_lines" USING btree ("by","id");--> statement-breakpoint
CREATE INDEX "audit_lines_area" ON "audit_lines" USING btree (split_part("action", '.', 1),"id");