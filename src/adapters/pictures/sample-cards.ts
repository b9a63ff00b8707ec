import type { BadgeCard, Card, RankingCard, SchoolLook, TableCard } from "#features/rankings/ports.ts";

const look: SchoolLook = { name: "École du Lac", colour: "#1f5f8b", logo: undefined };

function ranking(
  names: readonly (readonly [name: string, points: string, movement: RankingCard["lines"][number]["movement"]])[],
  ranks: readonly number[],
  rest: Partial<RankingCard>,
): RankingCard {
  return {
    kind: "ranking",
    look,
    heading: "Classement du jour",
    group: "Français B1 · soir 12",
    period: "mardi 3 mars",
    newWord: "nouveau",
    more: "… et 12 autres",
    lines: names.map(([name, points, movement], index) => ({
      rank: ranks[index] ?? index + 1,
      name,
      studentId: `student-${index}`,
      points,
      movement,
    })),
    ...rest,
  };
}

const badges: BadgeCard = {
  kind: "badges",
  look: { ...look, colour: "#f0c808" },
  heading: "Nouveaux badges",
  group: "اللغة العربية A1",
  awards: [
    { symbol: "week", title: "Semaine parfaite", name: "Владимир Иванов", why: "présent aux 4 cours de la semaine" },
    { symbol: "streak", title: "Série de 10", name: "יעל כהן", why: "10 cours de suite" },
    { symbol: "rise", title: "Plus beau progrès", name: "አበበ በቂላ", why: "+45 points en une semaine" },
    { symbol: "heart", title: "Coup de main", name: "김민준", why: "a aidé les nouveaux" },
  ],
};

const sheet: TableCard = {
  kind: "table",
  look,
  title: "Présences – Awa Sissoko",
  subtitle: "2026-03-01 – 2026-03-31",
  footer: "1 / 1",
  columns: ["Date", "Heure", "Cours", "Élève", "Présent", "Minutes", "%", "Correction"].map((head, index) => ({
    head,
    width: index === 2 || index === 3 ? 24 : 11,
    isNumber: index === 5 || index === 6,
  })),
  rows: ["Aïssata N'Guessan", "محمد عبد الرحمن الفاسي الطويل جدا", "Владимир Иванов"].map((name, index) => [
    "2026-03-02",
    "18:00",
    "Français B1 avancé du soir",
    name,
    index === 1 ? "non" : "oui",
    60 - 25 * index,
    100 - 40 * index,
    index === 1 ? "téléphone en panne" : null,
  ]),
};

/** Pictures that somebody looked at and found right, by the name of their file in `approved/`. */
export const sampleCards: Readonly<Record<string, Card>> = {
  "of-the-day": ranking(
    [
      ["Aïssata N'Guessan", "120", 2],
      ["Mohamed Diallo", "95", 0],
      ["Marie-Antoinette de la Bourdonnaye-Mahé de Villeneuve", "95", -3],
      ["Zoë 🙋 Ama", "40", "new"],
      ["Ọládélé Ẹbùn", "7", 1],
    ],
    [1, 2, 2, 4, 5],
    {},
  ),
  "from-the-right": ranking(
    [
      ["محمد عبد الرحمن الفاسي", "1 240", 1],
      ["نبيل خديجة شيماء حسين ياسين بن عبد العزيز آل الشيخ", "990", -1],
      ["יעל כהן", "95", "new"],
      ["محمد (Paris) 12", "12", 0],
      ["ߊߟߌ ߞߋߕߊ", "-4", undefined],
    ],
    [1, 2, 3, 4, 5],
    { heading: "Ranking of the week", period: "2 – 8 March", group: "العربية B2", newWord: "new", more: undefined },
  ),
  "many-scripts": ranking(
    [
      "پژمان کیا",
      "प्रियंका शर्मा",
      "สมชาย ใจดี",
      "தமிழ் செல்வி",
      "Նարեկ",
      "თამარ",
      "রহিম",
      "ⵉⴷⵉⵔ",
      "ꦲꦏ",
      "王小明 さくら",
    ].map((name) => [name, "10", undefined] as const),
    [],
    { look: { ...look, name: "北京 School", colour: "#ffffff" } },
  ),
  "nobody-yet": ranking([], [], {
    more: undefined,
    heading: "A heading that is much longer than what any school needs",
  }),
  badges,
  sheet,
};
