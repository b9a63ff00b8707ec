import { annotate, type Annotations } from "./annotate.ts";
import { answer, bytesGiven, kindGiven } from "./child-pipe.ts";
import { unframed } from "./packed.ts";

// As the child that parses: alone, without rights. On standard input come the annotations, framed, then the workbook.
const kind = kindGiven();
const given = bytesGiven();
const { head, end } = unframed<Annotations>(given);
answer([await annotate(given.subarray(end), kind, head)]);
