#!/usr/bin/env node
// Which Node is running is asked in launch.js, in a syntax that every Node understands.
await import("./launch.js");
