declare module "virtual:carillon-contract" {
  import type { contract } from "../src/http/contract.ts";
  const minified: typeof contract;
  export default minified;
}
