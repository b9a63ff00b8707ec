import { accountsContract } from "#features/accounts/contract.ts";
import { schoolContract } from "#features/school/contract.ts";
import { scenariosContract } from "#features/scenarios/contract.ts";

/** Everything that the page and other programs may ask, under `/api`. */
export const contract = {
  school: schoolContract,
  accounts: accountsContract,
  scenarios: scenariosContract,
};
