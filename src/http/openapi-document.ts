import { isContractProcedure } from "@orpc/contract";
import type { OpenAPI } from "@orpc/openapi";

import type { App } from "#app/parts.ts";
import type { Access } from "#features/accounts/rules.ts";
import { scopeFor } from "#features/accounts/token-rules.ts";

import { contract } from "./contract.ts";

let built: Promise<OpenAPI.Document> | undefined;

/**
 * The OpenAPI 3.1 document of everything under `/api`, made from the contracts: what stands there is what is checked.
 *
 * Each operation names the roles that may call it (`x-roles`) and the scope that a token needs (`x-scope`, absent where
 * no token is let in).
 */
export async function openApiDocument(app: Pick<App, "config">): Promise<Record<string, unknown>> {
  built ??= build();
  const document = await built;
  return { ...document, servers: [{ url: `${app.config.publicAddress ?? ""}/api` }] };
}

async function build(): Promise<OpenAPI.Document> {
  // Asked for by few: what it needs is loaded then.
  const [{ OpenAPIGenerator }, { ZodToJsonSchemaConverter }] = await Promise.all([
    import("@orpc/openapi"),
    import("@orpc/zod/zod4"),
  ]);
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(contract, {
    info: { title: "Carillon", version: "1" },
    components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  });
  for (const { area, method, path, access } of operations()) {
    const operation = document.paths?.[path]?.[method];
    if (operation === undefined) continue;
    const scope = scopeFor(area, method.toUpperCase());
    Object.assign(operation, {
      tags: [area],
      "x-roles": access,
      ...(scope === undefined ? {} : { "x-scope": scope, security: [{ token: [scope] }] }),
    });
  }
  return document;
}

interface Operation {
  readonly area: string;
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  readonly path: string;
  readonly access: Access | undefined;
}

function operations(part: unknown = contract, area = ""): readonly Operation[] {
  if (isContractProcedure(part)) {
    const { route, meta } = part["~orpc"];
    const { access } = meta as { readonly access?: Access };
    const method = (route.method ?? "POST").toLowerCase() as Operation["method"];
    return [{ area, method, path: route.path ?? "", access }];
  }
  return Object.entries(part as object).flatMap(([key, value]) => operations(value, area === "" ? key : area));
}
