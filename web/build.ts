import { minifyContractRouter } from "@orpc/contract";
import react from "@vitejs/plugin-react";
import { build, type Plugin } from "vite";

import { contract } from "../src/http/contract.ts";

/** What the page needs of the contracts while it runs: methods and paths, not the schemas, which the server checks. */
const contractName = "virtual:carillon-contract";

function contractPlugin(): Plugin {
  return {
    name: "carillon-contract",
    resolveId: (id) => (id === contractName ? `\0${contractName}` : undefined),
    load: (id) =>
      id === `\0${contractName}` ? `export default ${JSON.stringify(minifyContractRouter(contract))}` : undefined,
  };
}

/** Builds the page into `target`, from `web` of the folder `root`. Throws when the sources do not build. */
export async function buildPage({
  root,
  target,
  isOutspoken,
}: {
  readonly root: string;
  readonly target: string;
  /** With the warnings of React and of others, which say in the console what is wrong: for the tests. */
  readonly isOutspoken: boolean;
}): Promise<void> {
  const mode = isOutspoken ? "development" : "production";
  // Vite takes the mode for its plugins, and this for what libraries ask.
  process.env["NODE_ENV"] = mode;
  await build({
    configFile: false,
    mode,
    root: `${root}/web`,
    base: "/",
    logLevel: "warn",
    plugins: [react(), contractPlugin()],
    build: {
      outDir: target,
      emptyOutDir: true,
      minify: !isOutspoken,
      assetsInlineLimit: 0,
      // The page of a school's own computer: browsers of the last two years.
      target: "es2023",
      modulePreload: { polyfill: false },
      // A contract is declared by calls, which a bundler takes for deeds: who takes a list from beside it needs none.
      rolldownOptions: { treeshake: { moduleSideEffects: (id) => !id.startsWith(`${root}/src/`) } },
    },
  });
}
