import { beginDemo, endDemo } from "#app/demo.ts";

import { actorOf, guarded, toldOf } from "./guard.ts";
import { toldOnPage } from "./page-words.ts";

/** The routes of the demo that the page opens. */
export const demoRoutes = guarded.demo.router({
  state: guarded.demo.state.handler(({ context: { demo, app } }) => {
    const state = demo?.state() ?? { kind: "none" as const };
    return {
      state: state.kind,
      lived: state.kind === "opening" ? state.lived : 0,
      failure: state.kind === "failed" ? toldOnPage(state.failure) : null,
      isPossible: demo !== undefined && app.role === "engine",
    };
  }),
  begin: guarded.demo.begin.handler(async ({ context, input, errors }) => {
    const { app, demo: room } = context;
    const begun = await beginDemo(app, { room, by: actorOf(context), language: input.language });
    if (!begun.ok) throw errors.REFUSED(toldOf(begun.failure));
    return {};
  }),
  end: guarded.demo.end.handler(async ({ context, errors }) => {
    const { app, demo: room } = context;
    const ended = await endDemo(app, { room, by: actorOf(context) });
    if (!ended.ok) throw errors.REFUSED(toldOf(ended.failure));
    return {};
  }),
});
