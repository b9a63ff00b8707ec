import { answer, bytesGiven, kindGiven } from "./child-pipe.ts";
import { parse } from "./parse.ts";

// Runs alone in its process, which may read nothing but its own program, write nothing, start nothing and reach
// nobody: the bytes come on standard input, the answer leaves on standard output.
const kind = kindGiven();
answer(parse(bytesGiven(), kind));
