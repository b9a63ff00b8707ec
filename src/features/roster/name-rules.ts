/**
 * A person's name as it is compared: no case, no accent, no punctuation, single spaces.
 *
 * "Éloïse  N'GORAN" and "eloise ngoran" are the same; word order still counts. Marks that carry a vowel (Hindi,
 * Thai, Hebrew) stay: without them different names would become one.
 */
export function comparableName(name: string): string {
  return folded(name)
    .replace(/(?<=\p{L})['’ʼ`´‘](?=\p{L})/gu, "")
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/** A name exactly as a service showed it, but for case, width and spaces: how a confirmed alias is compared. */
export function aliasKey(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}

/** A name that a service showed, read as a person's. */
export interface ReadName {
  /**
   * The ways to read it, best first, each as words in the order written. Empty when it names nobody: "iPhone",
   * "🌸", "Guest 2".
   */
  readonly readings: readonly (readonly string[])[];
}

/**
 * Reads a name as Zoom shows it: what belongs to the device, the role, the level and the pronouns is left out.
 *
 * "iPhone de Ama Bah", "Ama's iPad", "BAH Ama (élève) 🌸", "ama.bah22", "A1 - Ama Bah" are read as the person.
 * What says that somebody else is speaking ("Maman de Ama", "Ama - prof") stays in the reading, so that it equals
 * no student's name.
 */
export function readName(name: string): ReadName {
  const beforeAt = /^\s*([^\s@]+)@[^\s@]+\.[^\s@]+\s*$/u.exec(name)?.[1] ?? name;
  const outside = beforeAt.replace(/[([{（【][^)\]}）】]*[)\]}）】]?/gu, " ");
  const readings = new Map<string, readonly string[]>();
  for (const text of [outside, beforeAt]) {
    const words = person(text);
    if (words.length > 0) readings.set(words.join(" "), words);
  }
  return { readings: [...readings.values()] };
}

/** A word of a device's name that is nobody's. */
const devices = new Set(
  (
    "iphone ipad ipod macbook imac galaxy samsung huawei xiaomi redmi oppo tecno itel infinix vivo realme oneplus android " +
    "chromebook thinkpad lenovo asus acer dell hp desktop laptop ordinateur ordi telephone phone smartphone portable " +
    "tablette tablet mobile computer windows pc zoom user utilisateur guest invite unknown inconnu participant"
  ).split(" "),
);

/** Words that belong to a device only beside one: Max and Note may be names. */
const besideDevices = new Set(
  "pro air max mini plus ultra note lite se xr xs tab mate nova spark camon hot smart edge book mac my mon ma the le la de d of s".split(
    " ",
  ),
);

/** What a student adds to the name, and what it says of nobody. */
const roles = new Set(
  (
    "student students eleve eleves etudiant etudiante apprenant apprenante learner pupil " +
    "niveau level groupe group classe class mr mrs ms mme mlle monsieur madame mademoiselle"
  ).split(" "),
);

const pronouns = /\b(?:she her(?: hers)?|he him(?: his)?|they them(?: theirs)?|elle(?: she)?|iel)\s*$/u;

/** The words of the person in a name; none when it holds only a device, a role or signs. */
function person(text: string): readonly string[] {
  const plain = comparableName(ownerOf(text)).replace(pronouns, "").trim();
  const words = plain.split(" ").filter((word) => word !== "");
  const hasDevice = words.some((word) => devices.has(word));
  const kept = words.flatMap((word) => {
    if (devices.has(word) || roles.has(word) || isLevel(word) || /^\p{N}+$/u.test(word)) return [];
    if (hasDevice && (besideDevices.has(word) || /\p{N}/u.test(word))) return [];
    // "ama22": the number tells two accounts apart, not two persons.
    const letters = word.replace(/\p{N}+$/u, "");
    return [letters.length >= 2 ? letters : word];
  });
  return kept;
}

/** "iPhone de Ama Bah" and "Ama Bah's iPhone" without the device; any other text as it is. */
function ownerOf(text: string): string {
  const possessive = /^(.+?)(?:['’ʼ`´]s|s['’ʼ`´])\s+(.+)$/iu.exec(text);
  if (possessive?.[1] !== undefined && isDevice(possessive[2])) return possessive[1];
  const ofSomebody = /^(.*?)[\s-]+(?:(?:de|du|of|von|di|da)[\s-]+|d['’ʼ`´]\s*)(.+)$/iu.exec(text);
  if (ofSomebody?.[2] !== undefined && isDevice(ofSomebody[1])) return ofSomebody[2];
  return text;
}

function isDevice(text: string | undefined): boolean {
  return comparableName(text ?? "")
    .split(" ")
    .some((word) => devices.has(word));
}

/** A level of the European scale: A1, B2+. */
function isLevel(word: string): boolean {
  return /^[abc][12]$/.test(word);
}

/** Letters that Unicode does not take apart, as people type them without their keyboard. */
const spelled: Readonly<Record<string, string>> = {
  œ: "oe",
  æ: "ae",
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  þ: "th",
  ı: "i",
  ɛ: "e",
  ɔ: "o",
  ŋ: "ng",
  ɓ: "b",
  ɗ: "d",
  ƙ: "k",
};

function folded(name: string): string {
  return name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]\p{Mn}*)\p{Mn}/gu, "")
    .replace(/[\u0640\u064B-\u0652\u0670]/gu, "")
    .replace(/[\uFE00-\uFE0F]|(?<![\p{L}\p{M}])\p{M}+/gu, "")
    .replace(/[œæßøłđðþıɛɔŋɓɗƙ]/gu, (letter) => spelled[letter] ?? letter)
    .normalize("NFC");
}
