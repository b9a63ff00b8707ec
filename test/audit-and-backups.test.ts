import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { putBackups } from "#features/school/backup-store.ts";

import { openHttpWorld, type HttpWorld } from "./http-world.ts";

let http: HttpWorld;
let owner: string;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "carillon-backups-"));
  http = await openHttpWorld({ settings: { CARILLON_BACKUP_FOLDER: folder, CARILLON_BACKUPS: "3" } });
  owner = await http.signedIn("owner");
});
afterAll(async () => {
  await http.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Page {
  readonly lines: readonly {
    readonly id: number;
    readonly byName: string | null;
    readonly subjectName: string | null;
  }[];
  readonly more: boolean;
}

const lines = async (query: string) =>
  (await (await http.ask("GET", `/api/audit?${query}`, { cookie: owner })).json()) as Page;

describe("the audit", () => {
  it("is read from the newest line back, page by page, without a gap", async () => {
    const { pool } = http.world.database;
    await pool.query(
      `insert into audit_lines (at, by, action, subject, before, after)
       select timestamptz '2026-01-01 12:00Z' + n * interval '1 minute', 'cli', 'group.set', '-100' || n, '{"on": false}', '{"on": true}'
         from generate_series(1, 450) n`,
    );
    const seen: number[] = [];
    for (
      let page = await lines("area=group&limit=200");
      ;
      page = await lines(`area=group&limit=200&before=${seen.at(-1)}`)
    ) {
      seen.push(...page.lines.map(({ id }) => id));
      if (!page.more) break;
    }
    expect(seen).toHaveLength(450);
    expect(seen).toEqual(seen.toSorted((one, other) => other - one));
  });

  it("tells by whom, in which area, between which days and with which words", async () => {
    expect((await lines("by=cli&words=-100450")).lines).toHaveLength(1);
    expect((await lines("from=2026-01-02&until=2026-01-02")).lines).toHaveLength(0);
    expect((await lines("from=2026-01-01&until=2026-01-01&limit=200")).more).toBe(true);
    expect((await lines("area=nothing")).lines).toHaveLength(0);
    const choices = (await (await http.ask("GET", "/api/audit/choices", { cookie: owner })).json()) as {
      readonly people: readonly { readonly by: string; readonly name: string | null }[];
    };
    expect(choices.people).toContainEqual({ by: "cli", name: null });
    expect(choices.people.some(({ name }) => name === "owner")).toBe(true);
  });

  it("names whom a change was about", async () => {
    const added = await http.ask("POST", "/api/students", { cookie: owner, body: { name: "Awa Koné", groupIds: [] } });
    expect(added.status).toBe(200);
    const [line] = (await lines("area=student")).lines;
    expect(line).toMatchObject({ byName: "owner", subjectName: "Awa Koné" });
  });
});

describe("a backup", () => {
  it("is made, listed, proved and taken away; who did it is in the audit", async () => {
    const made = (await (await http.ask("POST", "/api/backups", { cookie: owner, body: {} })).json()) as {
      readonly name: string;
      readonly unproved: unknown;
    };
    expect(made).toMatchObject({ unproved: null });
    const { files, kept } = (await (await http.ask("GET", "/api/backups", { cookie: owner })).json()) as {
      readonly kept: number;
      readonly files: readonly { readonly name: string; readonly takenAt: string }[];
    };
    expect(kept).toBe(3);
    expect(files).toMatchObject([{ name: made.name, place: null }]);
    expect(Number.isNaN(Date.parse(files[0]?.takenAt ?? ""))).toBe(false);
    const proved = await http.ask("POST", `/api/backups/${made.name}/proofs`, { cookie: owner, body: {} });
    expect(await proved.json()).toMatchObject({ rows: expect.any(Number) });
    const file = await http.ask("GET", `/api/backups/${made.name}`, { cookie: owner });
    expect(file.headers.get("content-disposition")).toContain(made.name);
    expect(gunzipSync(Buffer.from(await file.arrayBuffer())).toString()).toContain("Awa Koné");
    const { rows } = await http.world.database.pool.query(
      "select action from audit_lines where subject = $1 order by id",
      [made.name],
    );
    expect(rows).toEqual([{ action: "backup.made" }, { action: "backup.downloaded" }]);
  });

  it("of another machine is listed with its place, and cannot be fetched here", async () => {
    const name = "carillon-2025-12-31T03-30-00Z.sql.gz";
    const takenAt = Temporal.Instant.from("2025-12-31T03:30:00Z");
    const { db } = http.world.database;
    await putBackups(db, "school-2:/var/backups", [{ name, bytes: 9, takenAt }]);
    const { files } = (await (await http.ask("GET", "/api/backups", { cookie: owner })).json()) as {
      readonly files: readonly { readonly name: string }[];
    };
    expect(files.at(-1)).toMatchObject({ name, place: "school-2:/var/backups" });
    const fetched = await http.ask("GET", `/api/backups/${name}`, { cookie: owner });
    expect(await fetched.json()).toMatchObject({ data: { code: "backup.none-such" } });
  });

  it("from elsewhere is taken in when it is whole, and then listed", async () => {
    const form = (bytes: string | Buffer) => {
      const filled = new FormData();
      filled.set("file", new File([new Uint8Array(Buffer.from(bytes))], "mine.gz"));
      return filled;
    };
    const give = async (body: FormData, cookie: string) =>
      await fetch(`${http.address}/api/backups/files`, {
        method: "POST",
        headers: { origin: http.address, cookie },
        body,
      });
    const [one] = readdirSync(folder).filter((name) => name.endsWith(".sql.gz"));
    const bytes = readFileSync(join(folder, one ?? ""));
    rmSync(join(folder, one ?? ""));
    expect(await (await give(form(bytes), owner)).json()).toEqual({ name: one });
    expect(await (await give(form("not a backup"), owner)).json()).toMatchObject({
      data: { code: "backup.damaged", place: "file" },
    });
    expect((await give(form(bytes), await http.signedIn("operator"))).status).toBe(403);
    expect(readdirSync(folder).filter((name) => name.includes("coming"))).toEqual([]);
  });

  it("that is damaged is not taken for one, and no name leads out of its folder", async () => {
    const name = "carillon-2026-01-01T00-00-00Z.sql.gz";
    writeFileSync(join(folder, name), "not a backup");
    const proved = await http.ask("POST", `/api/backups/${name}/proofs`, { cookie: owner, body: {} });
    expect(await proved.json()).toMatchObject({ data: { code: "backup.damaged" } });
    const out = await http.ask("GET", `/api/backups/${encodeURIComponent("../secret.key")}`, { cookie: owner });
    expect(await out.json()).toMatchObject({ data: { code: "backup.none-such" } });
  });
});
