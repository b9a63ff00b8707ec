/** The badges that can be awarded. */
export type BadgeName = "perfect-week" | "streak" | "most-improved" | "helper";
