/** Short forms of first names, each line one name; they make a proposal, never a match. */
const shortForms = `
mamadou madou mamad doudou
mohamed mohammed muhammad mohamad mouhamed mohammad momo
fatoumata fatou fatim fanta fatouma
aissatou aissata aicha aissa
aminata ami amina mina
abdoulaye abdou abdul abdoul ablaye
ibrahima ibrahim ibou ibra brahim
ousmane ous osmane
souleymane souley solo
boubacar bouba bubacar aboubacar aboubakar
alexandre alexandra alex sacha
nicolas nico nicholas nick
benjamin ben benji
catherine cathy kate katherine kathy
elisabeth elizabeth lise lisa beth betty eli liz
william will bill guillaume
robert bob rob bobby
michael mike micha mickael mick
thomas tom tommy
antoine tony anthony antonio
christophe chris christopher christian christine christelle
francois francoise fanfan frank
jean-baptiste jb
stephanie steph stephane stephen
isabelle isa bella
marie-claude mc
veronique vero
frederic fred frederique
emmanuel manu emmanuelle
jennifer jenny jen
daniel dan danny daniele danielle
samuel sam sammy samantha
joseph joe jo josephine
dominique dom
philippe phil philip
sebastien seb
valerie val valentin valentine
nathalie nath natacha
gabriel gab gabrielle gaby
maximilien maxime max
victor vic victoria vicky
edouard ed edward eddy
patricia pat patrick
genevieve gege
charlotte charlie lotte
`;

const formOf = new Map<string, number>(
  shortForms
    .trim()
    .split("\n")
    .flatMap((line, number) => line.split(" ").map((name) => [name.replaceAll("-", ""), number] as const)),
);

/** How alike two words are, 0 to 1: Jaro-Winkler, and short forms and initials of one another nearly the same. */
export function wordLikeness(a: string, b: string): number {
  if (a === b) return 1;
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  const form = formOf.get(a);
  if (form !== undefined && form === formOf.get(b)) return 0.93;
  if (short.length === 1) return long.startsWith(short) ? 0.8 : 0;
  if (short.length >= 3 && long.startsWith(short)) return Math.max(0.9, jaroWinkler(a, b));
  return jaroWinkler(a, b);
}

/**
 * How alike two names are, 0 to 1, whatever their order: each word with its best partner, used once.
 *
 * A word without partner (a middle name, a surname left out) counts a little against them.
 */
export function nameLikeness(a: readonly string[], b: readonly string[]): number {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  if (few.length === 0) return 0;
  const free = [...many];
  let sum = 0;
  for (const word of few) {
    let best = 0;
    let at = -1;
    for (const [index, other] of free.entries()) {
      const likeness = wordLikeness(word, other);
      if (likeness > best) [best, at] = [likeness, index];
    }
    if (at >= 0) free.splice(at, 1);
    // Unlike words share letters by chance.
    sum += best < 0.75 ? best / 2 : best;
  }
  const alone = few.length >= 2 ? 0.25 * Math.min(free.length, 2) : 0.2 + 0.02 * (free.length - 1);
  return sum / (few.length + (free.length > 0 ? alone : 0));
}

/** The Jaro-Winkler likeness of two words, 0 to 1 (Winkler 1990): shared letters near one another, a shared start more. */
export function jaroWinkler(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken: boolean[] = [];
  const common: string[] = [];
  for (let i = 0; i < a.length; i += 1) {
    const last = Math.min(b.length - 1, i + reach);
    for (let j = Math.max(0, i - reach); j <= last; j += 1) {
      if (taken[j] === true || a[i] !== b[j]) continue;
      taken[j] = true;
      common.push(a.charAt(i));
      break;
    }
  }
  if (common.length === 0) return 0;
  let swapped = 0;
  let k = 0;
  for (let j = 0; j < b.length; j += 1) {
    if (taken[j] !== true) continue;
    if (common[k] !== b[j]) swapped += 1;
    k += 1;
  }
  const m = common.length;
  const jaro = (m / a.length + m / b.length + (m - swapped / 2) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
