/** An attack that leaves its process alive: what it does, and what it must come back with. */
export interface QuietAttack {
  readonly name: string;
  /** The body of a Python function; what it returns or raises is judged. */
  readonly body: string;
  /** What shows that nothing was reached: the error, or the empty answer. */
  readonly harmless: RegExp;
}

const noImport = /^(?:ImportError|ModuleNotFoundError)/;
const noAttribute = /^AttributeError/;

function imports(module: string): QuietAttack {
  return { name: `import ${module}`, body: `import ${module}\nreturn dir(${module})`, harmless: noImport };
}

/** Imports with Carillon's own refusal taken out of the way first. */
function importsPastTheWall(module: string): QuietAttack {
  return {
    name: `import ${module} after taking the finders away`,
    body: `import sys
sys.meta_path[:] = [each for each in sys.meta_path if getattr(each, "__name__", "") != "_Wall"]
sys.modules.pop("${module}", None)
import importlib
return dir(importlib.import_module("${module}"))`,
    harmless: noImport,
  };
}

const everySubclass = `def below(kind, seen):
    for each in type.__subclasses__(kind):
        if each not in seen:
            seen.add(each)
            below(each, seen)
    return seen
classes = below(object, set())
`;

/** Attacks that need nothing but Python. */
export const quietAttacks: readonly QuietAttack[] = [
  ...["js", "pyodide", "pyodide_js", "_pyodide_core", "ctypes", "_ctypes", "socket", "_socket", "ssl"].map(imports),
  ...["subprocess", "multiprocessing", "asyncio", "_posixsubprocess", "_interpreters", "mmap"].map(imports),
  ...["js", "pyodide_js", "_pyodide_core", "_ctypes", "_socket", "_posixsubprocess"].map(importsPastTheWall),
  {
    name: "a built-in module made by hand",
    body: `import _imp, importlib.machinery as m
return _imp.create_builtin(m.ModuleSpec("_ctypes", m.BuiltinImporter, origin="built-in"))`,
    harmless: /^(?:ImportError|ModuleNotFoundError|None)/,
  },
  {
    name: "the core module made again by hand",
    body: `import _imp, importlib.machinery as m
return _imp.create_builtin(m.ModuleSpec("_pyodide_core", m.BuiltinImporter, origin="built-in"))`,
    harmless: /^(?:ImportError|ModuleNotFoundError|None)/,
  },
  {
    name: "a finder of our own for js",
    body: `import sys, types
sys.modules["pyodide_js"] = types.ModuleType("pyodide_js")
import pyodide_js
return [each for each in dir(pyodide_js) if not each.startswith("__")]`,
    harmless: /^\[\]$/,
  },
  {
    name: "every object that the collector knows",
    body: `import gc
found = set()
for each in gc.get_objects():
    for inner in (each, *gc.get_referents(each)):
        if any(kind.__name__ == "JsProxy" for kind in type(inner).__mro__) and not isinstance(inner, type):
            found.add(type(inner).__name__)
return sorted(found)`,
    harmless: /^\[\]$/,
  },
  {
    name: "an instance of JavaScript's proxy",
    body: `${everySubclass}made = []
for each in classes:
    if each.__name__ in ("JsProxy", "JsDoubleProxy", "JsCallable", "JsArray", "JsMap"):
        try:
            made.append(dir(each().constructor))
        except BaseException:
            pass
return made`,
    harmless: /^\[\]$/,
  },
  {
    name: "globals of every function",
    body: `import gc, types
names = set()
for each in gc.get_objects():
    if isinstance(each, types.FunctionType):
        for name in ("run_js", "jsfinder", "pyodide_js", "js", "globalThis"):
            if name in each.__globals__ and each.__globals__[name] is not None:
                names.add(f"{each.__module__}.{name}:{type(each.__globals__[name]).__name__}")
return [each for each in sorted(names) if "Proxy" in each or each.endswith("builtin_function_or_method")]`,
    harmless: /^\[\]$/,
  },
  {
    name: "subprocess through a class that is still there",
    body: `${everySubclass}for each in classes:
    if each.__name__ == "Popen":
        return each(["id"])
return "no Popen"`,
    harmless: /^(?:no Popen|\w*Error)/,
  },
  {
    name: "the frames above",
    body: `import sys
frame, seen = sys._getframe(), []
while frame is not None:
    seen += [name for name in frame.f_globals if name in ("js", "pyodide_js", "process", "require")]
    frame = frame.f_back
return seen`,
    harmless: /^\[\]$/,
  },
  {
    name: "the frames of a traceback",
    body: `try:
    1 / 0
except ZeroDivisionError as error:
    frame, seen = error.__traceback__.tb_frame, []
    while frame is not None:
        seen += [name for name in frame.f_builtins if "js" in name.lower()]
        frame = frame.f_back
    return seen`,
    harmless: /^\[\]$/,
  },
  {
    name: "the environment",
    body: `import os, posix
return sorted({**os.environ, **{k.decode(): v.decode() for k, v in posix.environ.items()}})`,
    harmless: /^\[\]$/,
  },
  { name: "getenv of a secret", body: `import os\nreturn os.getenv("TELEGRAM_BOT_TOKEN")`, harmless: /^None$/ },
  { name: "the host's passwords", body: `return open("/etc/passwd").read()`, harmless: /^FileNotFoundError/ },
  { name: "a planted file", body: `return open(PLANTED).read()`, harmless: /^FileNotFoundError/ },
  {
    name: "a planted file by its descriptor path",
    body: `return open("/proc/self/root" + PLANTED).read()`,
    harmless: /^(?:FileNotFoundError|NotADirectoryError|OSError)/,
  },
  {
    name: "/proc/self/environ",
    body: `return open("/proc/self/environ").read()`,
    harmless: /^(?:FileNotFound|OS)Error/,
  },
  { name: "/proc/1/cmdline", body: `return open("/proc/1/cmdline").read()`, harmless: /^(?:FileNotFound|OS)Error/ },
  {
    name: "every folder there is",
    body: `import os
return sorted(name for root, dirs, files in os.walk("/") for name in files if "passwd" in name or "carillon.env" in name)`,
    harmless: /^\[\]$/,
  },
  {
    name: "a link that leads out",
    body: `import os
os.symlink("/etc/passwd", "/tmp/out")
return open("/tmp/out").read()`,
    harmless: /^FileNotFoundError/,
  },
  {
    name: "a file left on the host",
    body: `open(MARKER, "w").write("here")\nreturn "written"`,
    harmless: /^(?:FileNotFound|OS|Permission)Error|^written$/,
  },
  {
    name: "mounting the host's files",
    body: `import os
return [name for name in dir(os) if "mount" in name and name != "ismount"]`,
    harmless: /^\[\]$/,
  },
  { name: "os.system", body: `import os\nreturn os.system("id > " + MARKER)`, harmless: noAttribute },
  { name: "posix.system", body: `import posix\nreturn posix.system("id > " + MARKER)`, harmless: noAttribute },
  { name: "os.popen", body: `import os\nreturn os.popen("id").read()`, harmless: noAttribute },
  { name: "os.fork", body: `import os\nreturn os.fork()`, harmless: /^(?:AttributeError|OSError)/ },
  { name: "os.execv", body: `import os\nreturn os.execv("/bin/sh", ["sh"])`, harmless: noAttribute },
  { name: "os.posix_spawn", body: `import os\nreturn os.posix_spawn("/bin/sh", ["sh"], {})`, harmless: noAttribute },
  { name: "os.kill", body: `import os\nreturn os.kill(1, 9)`, harmless: noAttribute },
  {
    name: "a signal to the parent",
    body: `import os, signal\nreturn os.killpg(os.getppid(), signal.SIGKILL)`,
    harmless: noAttribute,
  },
  {
    name: "a thread",
    body: `import threading\nthreading.Thread(target=print).start()\nreturn "started"`,
    harmless: /^RuntimeError/,
  },
  {
    name: "urllib",
    body: `import urllib.request\nreturn urllib.request.urlopen(ADDRESS, timeout=2).read()`,
    harmless: noImport,
  },
  {
    name: "http.client",
    body: `import http.client\nreturn http.client.HTTPConnection("127.0.0.1")`,
    harmless: noImport,
  },
  { name: "smtplib", body: `import smtplib\nreturn smtplib.SMTP("127.0.0.1")`, harmless: noImport },
  { name: "a name looked up", body: `import socket\nreturn socket.gethostbyname("localhost")`, harmless: noImport },
  { name: "webbrowser", body: `import webbrowser\nreturn webbrowser.open(ADDRESS)`, harmless: noImport },
  {
    name: "a compiled module brought along",
    body: `import _imp, importlib.machinery as m
open("/tmp/evil.so", "wb").write(b"\\0asm\\x01\\0\\0\\0" + b"\\0\\x0f\\x08dylink.0\\x01\\x04\\0\\0\\0\\0")
return _imp.create_dynamic(m.ModuleSpec("evil", m.ExtensionFileLoader("evil", "/tmp/evil.so"), origin="/tmp/evil.so"))`,
    harmless: /^(?:ImportError|SystemError|OSError)/,
  },
  {
    name: "code made from bytes",
    body: `import types, marshal
code = compile("__import__('js')", "x", "eval")
return eval(marshal.loads(marshal.dumps(code)))`,
    harmless: noImport,
  },
  {
    name: "pickle that imports",
    body: `import pickle
return pickle.loads(b"cjs\\nfetch\\n.")`,
    harmless: noImport,
  },
  {
    name: "pickle that runs a command",
    body: `import pickle
return pickle.loads(b"cposix\\nsystem\\n(S'id'\\ntR.")`,
    harmless: noAttribute,
  },
  {
    name: "codecs and encodings from a file",
    body: `import codecs, encodings
open("/tmp/evil.py", "w").write("import js")
import sys
sys.path.insert(0, "/tmp")
import evil`,
    harmless: noImport,
  },
  {
    name: "format strings",
    body: `return "{0.__class__.__mro__[1].__subclasses__}".format("").count("js")`,
    harmless: /^0$/,
  },
  {
    name: "builtins put back",
    body: `import builtins
return [name for name in ("breakpoint", "input", "help") if hasattr(builtins, name)]`,
    harmless: /^\[\]$/,
  },
  {
    name: "a decompression bomb",
    body: `import zlib
packed = zlib.compress(b"\\0" * 1000)
for _ in range(4):
    packed = zlib.compress(packed * 200)
data = packed
try:
    for _ in range(6):
        data = zlib.decompress(data * 1)
except zlib.error:
    return "no more"
return len(data)`,
    harmless: /^(?:no more|MemoryError|\d+)/,
  },
  {
    name: "files that fill the memory",
    body: `with open("/tmp/full", "wb") as file:
    for _ in range(200):
        file.write(b"\\0" * 1_000_000)
return "written"`,
    harmless: /^OSError/,
  },
  { name: "a list that fills the memory", body: `return len([0] * 500_000_000)`, harmless: /^MemoryError/ },
  {
    name: "a text that fills the memory",
    body: `return len("x" * 2_000_000_000)`,
    harmless: /^(?:MemoryError|OverflowError)/,
  },
  { name: "recursion", body: `def again():\n    return again()\nreturn again()`, harmless: /^RecursionError/ },
  { name: "a number with too many digits", body: `return str(1 << 10_000_000)`, harmless: /^ValueError/ },
  {
    name: "__str__ that raises",
    body: `class Evil:
    def __str__(self):
        raise SystemExit("gone")
print(Evil())`,
    harmless: /^SystemExit/,
  },
  {
    name: "__del__ that raises and prints",
    body: `class Evil:
    def __del__(self):
        raise RuntimeError("from __del__")
Evil()
return "alive"`,
    harmless: /^alive$/,
  },
  {
    name: "half of a surrogate pair in the log",
    body: `print("\\ud800 half \\udfff \\0 nul")
return "printed"`,
    harmless: /^printed$/,
  },
  { name: "leaving", body: `raise SystemExit(0)`, harmless: /^SystemExit/ },
  {
    name: "settings of the run read back",
    body: `import sys
state = {name: vars(module) for name, module in sys.modules.items() if name.startswith("carillon")}
return [word for word in ("token", "secret", "postgres") if word in repr(state).lower()]`,
    harmless: /^\[\]$/,
  },
];

/** All attacks as one scenario that tells each one's outcome as a line of its log. */
export function scenarioOf(attacks: readonly QuietAttack[], constants: Readonly<Record<string, string>>): string {
  const given = Object.entries(constants).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const functions = attacks.map(({ body }, index) => `def attack_${index}():\n${body.replace(/^/gm, "    ")}\n`);
  return `${given.join("\n")}

${functions.join("\n")}
def run_scenario():
    for number in range(${attacks.length}):
        try:
            outcome = globals()[f"attack_{number}"]()
        except BaseException as error:
            outcome = f"{type(error).__name__}: {error}"
        print(f"@{number}@" + str(outcome)[:500].replace("\\n", " "))
    return True, "survived"
`;
}
