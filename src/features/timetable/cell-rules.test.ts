import { describe, expect, it } from "vitest";

import { readDay } from "./day-rules.ts";
import { readGroup } from "./group-rules.ts";
import { columnName, distance } from "./text-rules.ts";
import { readTime, readTimeText } from "./time-rules.ts";
import { readTitle } from "./title-rules.ts";
import { zoneNamed } from "./zone-rules.ts";

describe("days", () => {
  it.each([
    ["Lundi", 1],
    ["lundis", 1],
    ["MARDI ", 2],
    ["Mer.", 3],
    ["jeudi", 4],
    ["Fri", 5],
    ["Sat", 6],
    ["dimanche", 7],
    ["Thursdays", 4],
  ])("%s", (text, weekday) => {
    expect(readDay(text)).toEqual({ kind: "day", weekday });
  });

  it("suggests what a slip meant, and invents nothing", () => {
    expect(readDay("Samdi")).toEqual({ kind: "unknown", suggestion: "Samedi" });
    expect(readDay("Wensday")).toEqual({ kind: "unknown", suggestion: "Wednesday" });
    expect(readDay("bientôt")).toEqual({ kind: "unknown", suggestion: undefined });
  });
});

describe("times", () => {
  it.each([
    ["19h 30 GMT", 1170, "UTC"],
    ["20h 30 France", 1230, "Europe/Paris"],
    ["10:00 France", 600, "Europe/Paris"],
    ["18h", 1080, undefined],
    ["19H30", 1170, undefined],
    ["6:00 PM", 1080, undefined],
    ["7.30pm", 1170, undefined],
    ["7 pm", 1140, undefined],
    ["12:00am", 0, undefined],
    ["12:00pm", 720, undefined],
    ["18:00:00", 1080, undefined],
    ["20h Abidjan", 1200, "Africa/Abidjan"],
    ["20h paris", 1200, "Europe/Paris"],
    ["midi", 720, undefined],
    ["noon", 720, undefined],
  ])("%s", (text, minutes, zone) => {
    expect(readTimeText(text)).toEqual({ kind: "time", minutes, zone });
  });

  it.each(["25h00", "10:75", "13:00 pm"])("%s is impossible", (text) => {
    expect(readTimeText(text).kind).toBe("impossible");
  });

  it.each(["s", "", "7", "2026", "demain"])("%s is no time", (text) => {
    expect(readTimeText(text).kind).toBe("none");
  });

  it("reads fractions and dates of 1899 to the minute", () => {
    expect(readTime({ kind: "date", serial: 0.8541666666666666 })).toMatchObject({ minutes: 1230 });
    expect(readTime({ kind: "date", serial: 1.7604166666678793 })).toMatchObject({ minutes: 1095 });
    expect(readTime({ kind: "number", number: 0.75, text: "0.75" })).toMatchObject({ minutes: 1080 });
    expect(readTime({ kind: "number", number: 19, text: "19" }).kind).toBe("none");
  });
});

describe("zones", () => {
  it.each([
    ["TIME (GMT) ", "UTC"],
    ["TIME FORMATED (GMT+1)", "+01:00"],
    ["UTC-05:30", "-05:30"],
    ["TIME (France)", "Europe/Paris"],
    ["heure de Côte d'Ivoire", "Africa/Abidjan"],
    ["Start (America/Bogota)", "America/Bogota"],
    ["Heure", undefined],
  ])("%s", (text, zone) => {
    expect(zoneNamed(text)).toBe(zone);
  });
});

describe("groups", () => {
  it("keeps every digit of an id, as a number and as a text", () => {
    const id = { kind: "chat", chatId: "-1001007919111" };
    expect(readGroup({ kind: "number", number: -1001007919111, text: "-1001007919111" })).toEqual(id);
    expect(readGroup({ kind: "text", text: " -1001007919111 " })).toEqual(id);
    expect(readGroup({ kind: "text", text: "−1001007919111" })).toEqual(id);
  });

  it("knows a link and an @name, and refuses the rest", () => {
    expect(readGroup({ kind: "text", text: "https://t.me/conversation" })).toMatchObject({ kind: "link" });
    expect(readGroup({ kind: "text", text: "@conversation" })).toMatchObject({ kind: "link" });
    expect(readGroup({ kind: "text", text: "le groupe du soir" })).toEqual({ kind: "none" });
    expect(readGroup({ kind: "number", number: 12, text: "12" })).toEqual({ kind: "none" });
  });
});

describe("titles", () => {
  it.each([
    ["Amina Larue - BBG - MW\t- 9:00pm", "Amina Larue", "BBG", "MW", 1260],
    ["Fatou Bellanger - IG - MW- 8:30pm", "Fatou Bellanger", "IG", "MW", 1230],
    ["Basile Okoro BBG - TT - 8:30pm", "Basile Okoro", "BBG", "TT", 1230],
    ["Basile Okoro  - BBG - TT - 7:00pm", "Basile Okoro", "BBG", "TT", 1140],
    ["Carine Delmas - BBG -TT - 7:00pm", "Carine Delmas", "BBG", "TT", 1140],
    ["Jean-Marc Petit - ABG - SS - 9:00am", "Jean-Marc Petit", "ABG", "SS", 540],
  ])("%s", (text, coach, level, days, minutes) => {
    expect(readTitle(text)).toMatchObject({ coach, level, days, minutes });
  });

  it("is one course on its days, however it is spaced, and whatever time it says", () => {
    expect(readTitle("Carine - BBG - SS - 10:00am").key).toBe(readTitle("Carine\t- BBG -SS - 12:00am").key);
    expect(readTitle("Anglais A1")).toEqual({ shown: "Anglais A1", key: "anglais a1" });
  });
});

it("names columns as sheets do", () => {
  expect([0, 25, 26, 701, 702].map(columnName)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
  expect(distance("samdi", "samedi")).toBe(1);
});
