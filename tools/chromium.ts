import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is: `CHROMIUM` of the environment, or the usual places; `undefined` when there is none. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM"] ?? "", ...places].find((place) => place !== "" && existsSync(place));
}

/** Installs Debian's Chromium where that may be done without asking; says in one line what came of it. */
export function installChromium(): void {
  if (findChromium() !== undefined) return;
  const mayInstall = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (!mayInstall) {
    console.log(`No Chromium here: the journeys in a browser are skipped. As root: apt-get install chromium`);
    return;
  }
  console.log("Installing Chromium for the journeys in a browser (apt-get install chromium) …");
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const steps = [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", "chromium"],
  ];
  for (const step of steps) {
    const { status, stderr } = spawnSync("apt-get", step, { env: environment, encoding: "utf8", timeout: 600_000 });
    if (status === 0) continue;
    console.log(`It could not be installed, so those journeys are skipped: ${stderr.trim().split("\n").at(-1) ?? ""}`);
    return;
  }
}
