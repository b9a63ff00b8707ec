import { auditContract } from "#features/audit/contract.ts";
import { messagesContract } from "#features/messages/contract.ts";
import { participationContract } from "#features/participation/contract.ts";
import { rankingsContract } from "#features/rankings/contract.ts";
import { timetableContract } from "#features/timetable/contract.ts";
import { sessionsContract } from "#features/sessions/contract.ts";
import { rosterContract } from "#features/roster/contract.ts";
import { accountsContract, tokensContract } from "#features/accounts/contract.ts";
import { backupsContract, demoContract, schoolContract, settingsContract } from "#features/school/contract.ts";
import { scenariosContract } from "#features/scenarios/contract.ts";

/** Everything that the page and other programs may ask, under `/api`. */
export const contract = {
  school: schoolContract,
  settings: settingsContract,
  demo: demoContract,
  backups: backupsContract,
  audit: auditContract,
  accounts: accountsContract,
  tokens: tokensContract,
  roster: rosterContract,
  participation: participationContract,
  rankings: rankingsContract,
  timetable: timetableContract,
  sessions: sessionsContract,
  messages: messagesContract,
  scenarios: scenariosContract,
};
