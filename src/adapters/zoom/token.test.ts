import { expect, test } from "vitest";

import { Secret } from "#lib/secrets.ts";
import { allScopes } from "#simulators/zoom/oauth.ts";
import { faultKinds } from "#simulators/zoom/faults.ts";
import { done, draft, failureOf, firstHost, testSecret, zoomAtHandWith } from "#simulators/zoom/zoom-at-hand.ts";
import { openZoom } from "./open-zoom.ts";
import { keepToken, tokensInMemory, type TokenStore } from "./token.ts";

const zoomAtHand = zoomAtHandWith(openZoom, tokensInMemory);

test("concurrent calls wait for one token, and later ones share it", async () => {
  const { zoom, open, simulator } = await zoomAtHand();
  await Promise.all(Array.from({ length: 8 }, () => zoom.listHosts()));
  await open().listHosts();
  expect(simulator.controls.oauth.issued).toBe(1);
});

test("the token is renewed five minutes before its end", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  done(await zoom.listHosts());
  clock.advance({ minutes: 54, seconds: 58 });
  done(await zoom.listHosts());
  expect(simulator.controls.oauth.issued).toBe(1);
  clock.advance({ seconds: 1 });
  await Promise.all([zoom.listHosts(), zoom.listHosts(), zoom.check()]);
  expect(simulator.controls.oauth.issued).toBe(2);
});

test("a token ended by somebody else is renewed once, for a creation too, and the creation happens once", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  simulator.controls.oauth.endAllTokens();

  done(await zoom.createMeeting(host.id, draft()));

  expect(simulator.controls.oauth.issued).toBe(2);
  expect(simulator.ledger.meetings()).toHaveLength(1);
});

test("many calls that met a dead token renew it once together", async () => {
  const { zoom, simulator } = await zoomAtHand();
  const host = await firstHost(zoom);
  simulator.controls.oauth.endAllTokens();
  const answers = await Promise.all(Array.from({ length: 10 }, () => zoom.listMeetings(host.id)));
  expect(answers.map((answer) => answer.kind)).toEqual(Array.from({ length: 10 }, () => "done"));
  expect(simulator.controls.oauth.issued).toBe(2);
});

test("where a new token ends the old one, two processes with one store do not end each other's", async () => {
  const { zoom, open, simulator, clock } = await zoomAtHand();
  simulator.controls.oauth.newTokenEndsOld = true;
  const other = open();
  done(await zoom.listHosts());
  clock.advance({ minutes: 56 });
  done(await zoom.listHosts());
  for (let turn = 0; turn < 4; turn += 1) {
    done(await other.listHosts());
    done(await zoom.listHosts());
  }
  expect(simulator.controls.oauth.issued).toBe(2);
});

test("a refused token is renewed once only, then the refusal is told", async () => {
  const { zoom, open, simulator, tokens } = await zoomAtHand();
  const poisoned: TokenStore = {
    read: tokens.read,
    renewing: async (renew) =>
      await tokens.renewing(
        async (shelf) =>
          await renew({
            read: shelf.read,
            write: async (token) => {
              await shelf.write(token);
              simulator.controls.oauth.endAllTokens();
            },
          }),
      ),
  };
  const client = open({ tokens: poisoned });
  expect(failureOf(await client.listHosts()).code).toBe("zoom.token");
  expect(simulator.controls.oauth.issued).toBe(2);
  expect(simulator.ledger.requestsTo("GET /users")).toBe(2);
  done(await zoom.listHosts());
});

test("a missing scope is named; once given it counts without waiting an hour", async () => {
  const { zoom, simulator, clock } = await zoomAtHand();
  const missing = "meeting:write:meeting:admin";
  simulator.controls.oauth.scopes = allScopes.filter((scope) => scope !== missing);
  const host = await firstHost(zoom);

  const failure = failureOf(await zoom.createMeeting(host.id, draft()));
  expect(failure.code).toBe("zoom.scope");
  expect(failure.what.fr).toContain(missing);
  expect(failure.remedy.en).toContain(missing);
  expect(simulator.controls.oauth.issued).toBe(1);

  simulator.controls.oauth.scopes = allScopes;
  clock.advance({ minutes: 2 });
  done(await zoom.createMeeting(host.id, draft()));
  expect(simulator.controls.oauth.issued).toBe(2);
});

test("wrong credentials and a wrong account are told apart, and nothing is asked of the API", async () => {
  const { open, simulator } = await zoomAtHand();
  const wrongSecret = await open({ clientSecret: new Secret("wr0ng") }).check();
  expect(wrongSecret).toMatchObject({ kind: "refused", failure: { code: "zoom.credentials" } });
  expect(JSON.stringify(wrongSecret)).not.toContain("wr0ng");
  expect(await open({ accountId: "someone" }).check()).toMatchObject({
    kind: "refused",
    failure: { code: "zoom.account" },
  });
  expect(simulator.ledger.requestsTo("GET /users")).toBe(0);
});

test("without a token nothing was asked: not sent, even when the token's answer was lost", async () => {
  const { zoom, simulator } = await zoomAtHand();
  simulator.faults.next(2, "commit then drop", { path: "/oauth/token" });
  const answer = await zoom.createMeeting("anyone", draft());
  expect(answer).toMatchObject({ kind: "unreachable", sent: false, failure: { code: "zoom.no-answer" } });
  expect(simulator.ledger.requestsTo("POST /users/{userId}/meetings")).toBe(0);

  simulator.faults.next(1, "500 after commit", { path: "/oauth/token" });
  done(await zoom.listHosts());
});

test.each(faultKinds)("a token's request that meets «%s» twice shows no secret", async (fault) => {
  const { open, simulator } = await zoomAtHand();
  simulator.faults.next(2, fault, { path: "/oauth/token" });
  const answer = await open({ timeoutMs: fault === "commit then hang" ? 100 : 5_000 }).check();
  expect(answer.kind).toBe(fault === "slow" ? "done" : fault.startsWith("429") ? "refused" : "unreachable");
  const shown = JSON.stringify(answer);
  expect(shown).not.toContain(testSecret);
  expect(shown).not.toContain(Buffer.from(`client-1:${testSecret}`).toString("base64"));
});

test("whoever joins a caller that still trusts a refused token gets another one", async () => {
  const { zoom, simulator, tokens, clock } = await zoomAtHand();
  done(await zoom.listHosts());
  const refused = await tokens.read();
  if (refused === undefined) throw new Error("no token was stored");
  const { accountId, clientId, clientSecret } = simulator.credentials;
  const keeper = keepToken({
    accountId,
    clientId,
    clientSecret: new Secret(clientSecret),
    oauthBase: simulator.oauthBase,
    timeoutMs: 5_000,
    clock,
    tokens,
  });

  const [trusting, wary] = await Promise.all([keeper.token(), keeper.token(refused)]);

  expect(done(trusting).accessToken.reveal()).toBe(refused.accessToken.reveal());
  expect(done(wary).accessToken.reveal()).not.toBe(refused.accessToken.reveal());
  expect(simulator.controls.oauth.issued).toBe(2);
});
