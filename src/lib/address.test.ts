import { expect, it } from "vitest";

import { addressOf } from "./address.ts";

it.each([
  ["127.0.0.1", "http://127.0.0.1:4280"],
  ["carillon.example", "http://carillon.example:4280"],
  ["0.0.0.0", "http://127.0.0.1:4280"],
  ["::", "http://127.0.0.1:4280"],
  ["::1", "http://[::1]:4280"],
])("what listens on %s is found at %s", (host, address) => {
  expect(addressOf(host, 4280)).toBe(address);
  expect(new URL(address).port).toBe("4280");
});
