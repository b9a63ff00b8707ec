import type { ScenarioFunction } from "#features/scenarios/ports.ts";
import type { BuiltInName } from "#features/scenarios/rules.ts";
import type { App } from "./parts.ts";
import { performCreateZoomLinks } from "./perform-create-zoom-links.ts";
import { performGenerateMessages } from "./perform-generate-messages.ts";
import { performSendDailyMessages } from "./perform-send-daily-messages.ts";
import { performSendDailyRankings } from "./perform-send-daily-rankings.ts";
import { performUpdateCourses } from "./perform-update-courses.ts";

/** What each built-in scenario does, over the app's parts. */
export function scenarioFunctions(app: App): Readonly<Record<BuiltInName, ScenarioFunction>> {
  return {
    update_courses: async (run) => await performUpdateCourses(app, run),
    create_zoom_links: async (run) => await performCreateZoomLinks(app, run),
    generate_messages: async (run) => await performGenerateMessages(app, run),
    send_daily_messages: async (run) => await performSendDailyMessages(app, run),
    send_daily_rankings: async (run) => await performSendDailyRankings(app, run),
  };
}
