import { oc } from "@orpc/contract";
import { z } from "zod";

import { roles, type Access } from "#features/accounts/rules.ts";

/** Everybody who signed in. */
export const anyRole: Access = roles;
/** Those who see the whole school. */
export const readers: Access = ["owner", "operator", "viewer"];
/** Those who change it. */
export const operators: Access = ["owner", "operator"];
/** Those who may be coaches: what they are told is their own courses' alone. */
export const teachers: Access = ["owner", "operator", "coach"];
/** Those who decide who else may. */
export const owners: Access = ["owner"];

/** A failure as a page or a program receives it: both languages, no technical cause. */
const told = z.object({
  code: z.string(),
  what: z.object({ fr: z.string(), en: z.string() }),
  remedy: z.object({ fr: z.string(), en: z.string() }),
  /** The field, the cell, the group: what it is about. */
  place: z.string().optional(),
  /** With `stale`: what is there now, and its version. */
  present: z.object({ version: z.string(), fields: z.record(z.string(), z.unknown()) }).optional(),
});

/** What a contract says of a route besides its shapes. */
export interface RouteMeta {
  /** Who may call it; a route that does not say is for nobody. */
  readonly access?: Access;
}

/**
 * Where every contract begins: a route names who may call it, and may refuse with a failure that a person
 * understands (409).
 */
export const route = oc.$meta<RouteMeta>({}).errors({
  REFUSED: { status: 409, data: told },
  NOT_SIGNED_IN: { status: 401 },
  NOT_ALLOWED: { status: 403 },
});

/** How many lines of a long list are given at once, where nobody says. */
const mostAtOnce = 200;

/** Which lines of a long list are wanted: found by words, in an order, and some at a time. */
export function someLines<const Order extends readonly string[]>(columns: Order) {
  type Named = Order[number] | `-${Order[number]}`;
  const orders = columns.flatMap((column) => [column, `-${column}`]) as [Named, ...Named[]];
  return z.object({
    words: z.string().trim().max(100).optional(),
    /** A column, the least first; the most first with `-` before it. */
    order: z.enum(orders).optional(),
    /** So many lines go before. */
    skip: z.coerce.number().int().min(0).max(10_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(1_000).default(mostAtOnce),
  });
}

/** What was found of a long list: how many lines there are, and some of them. */
export function foundLines<Line extends z.ZodType>(line: Line) {
  return z.object({ count: z.number(), lines: z.array(line) });
}
