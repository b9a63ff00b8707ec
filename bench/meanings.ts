/** What the figures of a file are about, for whoever is not an engineer. */
interface Meaning {
  readonly title: string;
  readonly means: string;
}

/** By the name of the file that measures. */
export const meanings: Readonly<Record<string, Meaning | undefined>> = {
  "audit.ts": {
    title: "Who changed what",
    means:
      "How soon a word is looked for in everything that people ever changed, when it is nowhere and all of it must be read; and how soon the newest page is there.",
  },
  "custom-scenarios.ts": {
    title: "Scenarios of one's own, in Python",
    means:
      "How long a scenario that somebody wrote needs to its first result, from the Python that stands by and from nothing; what it holds of memory; how fast it asks and tells; how soon one that never ends is stopped. The loop beside it is told honestly: Python behind three walls is slower than the system's own.",
  },
  "growth.ts": {
    title: "A week at 81, 810 and 8,100 sessions",
    means:
      "What a whole week costs the processor and the memory as the school grows, with services that answer at once: Sunday's chain from the workbook to the written reminders, and a morning's messages. Where ten times as much takes ten times as long, growth is no worse than the school's. What bounds it is in [growth.md](growth.md).",
  },
  "large-week.ts": {
    title: "Two Sundays of a large school, step by step",
    means:
      "Carillon's own part of a Sunday, without the way to the services: which step takes the time and which the memory, the first time and when the whole timetable is there already.",
  },
  "idle.ts": {
    title: "Doing nothing",
    means:
      "What Carillon and its database take of the machine between the hours, connected to Telegram and Zoom, with its page open to nobody. It is most of a school's day.",
  },
  "import.ts": {
    title: "A new workbook",
    means: "How long a school waits after it changed its workbook, and after it changed nothing.",
  },
  "kills.ts": {
    title: "Killed three hundred times",
    means:
      "Processes are killed (`kill -9`) at random moments while meetings are made and messages leave. A broken promise is a meeting made twice or missing, a message lost, or one doubled that no history tells of.",
  },
  "match-names.ts": {
    title: "Whose name is this in Zoom?",
    means:
      "How long it takes to find the students of 10,000 names, and how well: nobody may be taken for somebody else; who is not found is asked.",
  },
  "page.ts": {
    title: "The page, with 10,000 sessions in the week",
    means:
      "How long somebody waits for what they open: each question as the browser asks it, the script that comes before Today, and whether the list of a week runs smoothly under the finger. Chromium draws here without a graphics card, and on a busy machine frames come late for whoever draws them.",
  },
  "people.ts": {
    title: "People, with a million rows of participation",
    means:
      "What the pages about groups, students, attendance, rankings and trends ask of the database, for a school far larger than most.",
  },
  "pictures.ts": {
    title: "Ranking pictures",
    means: "The processor's time for one picture, its size, and whether one drawn twice is the same to the byte.",
  },
  "rankings.ts": {
    title: "Points and rankings of a million rows",
    means:
      "Counting participation into points, and ranking them, beside the bare SQL that does the least that could be called the same on the same database.",
  },
  "read.ts": {
    title: "A workbook of 100,000 lines",
    means:
      "Reading, recognising and checking every cell, beside what Python's usual tools need for merely reading it. A ratio below 0.67 is one and a half times as fast.",
  },
  "restore.ts": {
    title: "A large school's backup and restore",
    means:
      "How long a backup takes with the proof that it can be restored, how long a restore takes in the place of what is there, and for how much of it nobody can work. The peer merely copies the database's files: it is no text that another version reads, and proves nothing.",
  },
  "simulate.ts": {
    title: "Simulated weeks with everything that goes wrong",
    means:
      "The real program lives through school weeks with crashes, lost answers, floods and restarts, and each promise is checked against what the services received. How fast that goes decides how often anybody does it.",
  },
  "stop.ts": {
    title: "Told to stop",
    means:
      "How long Carillon needs to end when the system tells it to, in the middle of its work and with slow services. A system waits about ten seconds; what is left is taken up at the next start.",
  },
  "telegram-mailing.ts": {
    title: "A mailing under Telegram's limits",
    means:
      "How long messages to so many groups take beside what Telegram's own limits make them take at best, and what Telegram refused. Beside it stands a plain loop with the throttler and auto-retry of grammY, the library that Carillon itself speaks Telegram with: it paces for one process that never restarts.",
  },
  "zoom-pace.ts": {
    title: "A thousand meetings under Zoom's limits",
    means: "How long making them takes beside what the plan's rate limit allows at best.",
  },
  "zoom-plan.ts": {
    title: "Planning 10,000 sessions",
    means: "Which host takes which session, and what does not fit: known before Zoom is asked for anything.",
  },
  "zoom-webhook.ts": {
    title: "What comes in the name of Zoom",
    means: "How soon a webhook is answered, true or false: the slowest of 99 in a hundred.",
  },
};
