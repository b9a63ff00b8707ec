import "@mantine/core/styles.css";
import "./page.css";

import { setNonce } from "get-nonce";
import { createRoot } from "react-dom/client";

import { startI18n } from "./i18n/i18n.ts";
import { nonce } from "./nonce.ts";
import { Page } from "./page.tsx";

// What keeps the page behind a window from scrolling writes a style of its own.
setNonce(nonce);
await startI18n();
const root = document.querySelector("#root");
if (root === null) throw new Error("the page has no place to stand");
createRoot(root).render(<Page />);
