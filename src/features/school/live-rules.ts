/** What the page can be told of as soon as it changes. */
export const topics = ["runs", "messages", "sessions", "groups", "people", "rankings", "timetable", "status"] as const;

/** One of them. */
export type Topic = (typeof topics)[number];

/**
 * The tables whose changes are told under each topic. Tables that are written for each stay, each counted message and
 * each request to a service are not among them: nobody looks at their single lines.
 */
export const tablesOfTopic: Readonly<Record<Topic, readonly string[]>> = {
  runs: ["runs", "log_entries", "scenarios", "scenario_versions", "custom_scenarios", "missed_runs"],
  messages: ["messages", "deliveries", "message_templates"],
  sessions: ["sessions", "meetings", "session_exceptions", "holidays"],
  groups: ["groups", "memberships", "group_aliases"],
  people: ["students", "coaches", "identities", "identity_questions", "identity_decisions", "attendance_corrections"],
  rankings: ["rankings", "contests", "corrections", "badge_awards", "points_rules"],
  timetable: ["imports", "entries", "courses", "workbook_shapes"],
  status: ["accounts", "invitations", "calendars", "stored_settings"],
};
