import "@mantine/core/styles.css";
import "./page.css";

import { createRoot } from "react-dom/client";

import { startI18n } from "./i18n/i18n.ts";
import { Page } from "./page.tsx";

await startI18n();
const root = document.querySelector("#root");
if (root === null) throw new Error("the page has no place to stand");
createRoot(root).render(<Page />);
