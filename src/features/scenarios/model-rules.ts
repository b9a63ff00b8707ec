/** How a value of a column goes to Python and comes back. */
export type ValueKind = "text" | "integer" | "number" | "boolean" | "moment" | "day" | "list";

/** What a scenario may write into a column. */
export interface Writing {
  /** When a row is added. */
  readonly add?: "required" | "optional";
  /** In a row that is there. */
  readonly change?: true;
}

/** A column as a scenario's author sees it. */
export interface ColumnShape {
  readonly name: string;
  readonly kind: ValueKind;
  /** One line for the editor and the guide, in English. */
  readonly about: string;
  readonly writing: Writing;
}

/** What belongs to a row: rows of `model` whose `there` equals this row's `here`. */
export interface RelationShape {
  readonly name: string;
  readonly model: string;
  readonly here: string;
  readonly there: string;
  readonly many: boolean;
}

/** A model as a scenario's author sees it; its first column is always `id`. */
export interface ModelShape {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly ColumnShape[];
  readonly relations: readonly RelationShape[];
  readonly deletable: boolean;
}

/** The models as the child makes its classes of them. */
export function describeModels(shapes: readonly ModelShape[]): readonly object[] {
  return shapes.map((shape) => ({
    name: shape.name,
    about: shape.about,
    columns: shape.columns.map(({ name, kind, writing }) => ({
      name,
      kind,
      writable: writing.add !== undefined || writing.change === true,
    })),
    relations: shape.relations,
  }));
}

const pythonTypes: Readonly<Record<ValueKind, string>> = {
  text: "str",
  integer: "int",
  number: "float",
  boolean: "bool",
  moment: "datetime",
  day: "date",
  list: "list[str]",
};

/** The models as a Python stub, from which an editor completes names. */
export function modelStubs(shapes: readonly ModelShape[]): string {
  return shapes.map(stubOf).join("\n\n");
}

function stubOf(shape: ModelShape): string {
  const lines = [`class ${shape.name}(Model):`, `    """${shape.about}"""`, ""];
  lines.push(`    query: ClassVar[Query[${shape.name}]]`);
  for (const column of shape.columns) {
    lines.push(`    ${column.name}: Column[${pythonTypes[column.kind]}]`, `    """${column.about}"""`);
  }
  for (const relation of shape.relations) {
    const type = relation.many ? `Relations["${relation.model}"]` : `Relation["${relation.model}"]`;
    lines.push(`    ${relation.name}: ${type}`);
  }
  const added = shape.columns.filter((column) => column.writing.add !== undefined);
  if (added.length > 0) {
    const given = added.map((column) => {
      const type = pythonTypes[column.kind];
      return column.writing.add === "required" ? `${column.name}: ${type}` : `${column.name}: ${type} | None = ...`;
    });
    lines.push(`    def __init__(self, *, ${given.join(", ")}) -> None: ...`);
  }
  return `${lines.join("\n")}\n`;
}
