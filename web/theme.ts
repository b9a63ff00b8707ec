import { createTheme } from "@mantine/core";

/** The page's look: the system's own letters, one colour dark enough to be read on white. */
export const theme = createTheme({
  primaryColor: "indigo",
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: "md",
  fontFamily: "system-ui, sans-serif",
});
